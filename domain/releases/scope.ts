/** What Slipway may touch, as `config/scope.yml` says. Patterns: `*` stands for any characters but a slash. */
export interface ReleaseScope {
  readonly deploymentGroups: {
    readonly observe: readonly string[];
    readonly enforce: readonly string[];
  };
  readonly pipelines: readonly { readonly name: string; readonly deploys: readonly string[] }[];
}

/** Whether one of the patterns stands for the name, e.g. `shop/*` for `shop/checkout`. */
export const isListed = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => {
    const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${escaped.join('[^/]*')}$`).test(name);
  });
