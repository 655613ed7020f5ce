import fc from 'fast-check';
import { draw, listenerPath } from '../../../../sandbox/services/ecs/traffic/listeners';
import {
  anEcsAppSpec,
  type ContainerWorld,
  createContainerWorld,
  createEcsGroup,
  createWebForCodeDeploy,
  inTime,
  MINUTE,
  PROD,
  PROD_RULE,
  release,
  SECOND,
  TEST,
} from '../../../support/container-world';
import { createSandboxServer } from '../../../../sandbox/wire/server';

/** The world's listeners on a port of its own. */
const serve = (world: ContainerWorld) =>
  createSandboxServer({
    wire: { handle: () => Promise.reject(new Error('only listeners are served')) },
    journal: world.journal,
    port: 0,
    routes: [world.ecs.route],
  });
const web = (version: number) => ({
  cluster: 'shop',
  service: 'web',
  taskDefinition: `web:${version}`,
});

describe('a listener', () => {
  it('answers as the task set behind it does, production and test apart', async () => {
    // given
    const world = createContainerWorld();
    createWebForCodeDeploy(world);
    createEcsGroup(world, { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
    world.ecs.port.behave({
      ...web(2),
      answer: ({ method, path, body }) => ({
        status: path.startsWith('/health') ? 500 : 201,
        body: { method, path, body },
        headers: { 'x-version': '2' },
      }),
    });
    const server = await serve(world);
    const ask = async (path: string, init?: RequestInit) => {
      const answer = await fetch(`${server.url}/listeners/shop/${path}`, init);
      return [answer.status, await answer.text()];
    };
    try {
      await inTime(world, async (sleep) => {
        // when
        expect((await ask('prod'))[0]).toBe(503);
        await sleep(MINUTE);
        release(world, anEcsAppSpec('web:2', { BeforeAllowTraffic: 'CodeDeployHook_waits' }));
        world.functions.set('CodeDeployHook_waits', () => undefined);
        await sleep(40 * SECOND);
        // then
        expect(await ask('prod/health?deep=1')).toEqual([
          200,
          '{"cluster":"shop","service":"web","taskDefinition":"web:1"}',
        ]);
        expect(await ask('test/health?deep=1')).toEqual([
          500,
          '{"method":"GET","path":"/health?deep=1","body":""}',
        ]);
        expect(await ask('test', { method: 'POST', body: 'ping' })).toEqual([
          201,
          '{"method":"POST","path":"/","body":"ping"}',
        ]);
        expect((await ask('nobody'))[0]).toBe(404);
        expect(world.ecs.port.requests()).toMatchObject([
          { listenerArn: PROD, status: 503 },
          { listenerArn: PROD, path: '/health?deep=1', status: 200, taskDefinition: 'web:1' },
          { listenerArn: TEST, status: 500, taskDefinition: 'web:2' },
          { listenerArn: TEST, status: 201 },
        ]);
      });
    } finally {
      await server.close();
    }
  });

  it('divides requests by the weights of the moment', async () => {
    const world = createContainerWorld();
    createWebForCodeDeploy(world);
    createEcsGroup(world);
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      release(world);
      await sleep(MINUTE);
      const { listeners } = world.ecs.forCodeDeploy;
      const picked = Array.from(
        { length: 1_000 },
        () => listeners.pick(PROD)?.tasks.taskDefinition,
      );
      const green = picked.filter((arn) => arn?.endsWith('web:2')).length;
      expect(green).toBeGreaterThan(60);
      expect(green).toBeLessThan(140);
    });
  });

  it('has an address of its own by its ARN', () => {
    const world = createContainerWorld();
    expect(world.ecs.port.urlOf(PROD)).toBe('http://127.0.0.1:4580/listeners/shop/prod');
    expect(listenerPath(PROD_RULE)).toBe('shop/prod');
    expect(() => world.ecs.port.urlOf('arn:aws:s3:::bucket')).toThrow(/no listener/);
  });
});

describe('a draw', () => {
  const weighted = fc.array(fc.tuple(fc.string(), fc.nat(100)), { minLength: 1 });
  const chance = fc.double({ min: 0, max: 0.999_999, noNaN: true });

  it('never falls on what has no weight', () =>
    fc.assert(
      fc.property(weighted, chance, (items, at) => {
        const drawn = draw(
          items.map(([name, weight]) => [{ name, weight }, weight] as const),
          at,
        );
        return drawn === undefined ? items.every(([, weight]) => weight === 0) : drawn.weight > 0;
      }),
    ));
});
