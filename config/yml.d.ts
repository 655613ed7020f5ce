/** YAML files are bundled as data; whoever imports one parses it. */
declare module '*.yml' {
  const value: unknown;
  export default value;
}
