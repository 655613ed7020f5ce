import { createRequestOrder } from '../../../sandbox/wire/request-order';

const PATIENT_MS = 60_000;

describe('the order of requests', () => {
  it('is that in which the invocation made them, one after the other', async () => {
    // given
    const order = createRequestOrder(PATIENT_MS);
    const served: string[] = [];
    const serve = async (place: string): Promise<void> => {
      const passOn = await order.take(place);
      served.push(`${place} begins`);
      await Promise.resolve();
      served.push(`${place} ends`);
      passOn();
    };
    // when
    await Promise.all(['a 2', 'a 0', 'a 1'].map(serve));
    // then
    expect(served).toEqual([
      'a 0 begins',
      'a 0 ends',
      'a 1 begins',
      'a 1 ends',
      'a 2 begins',
      'a 2 ends',
    ]);
  });

  it('lets another invocation pass, and a request without a place', async () => {
    // given
    const order = createRequestOrder(PATIENT_MS);
    const served: string[] = [];
    const late = order.take('a 1').then((passOn) => {
      served.push('a 1');
      passOn();
    });
    // when
    for (const place of ['b 0', undefined, 'no place', 'a 0']) {
      const passOn = await order.take(place);
      served.push(String(place));
      passOn();
    }
    await late;
    // then
    expect(served).toEqual(['b 0', 'undefined', 'no place', 'a 0', 'a 1']);
  });

  it('does not wait for ever for a request that never comes', async () => {
    // given
    const order = createRequestOrder(1);
    // when
    const passOn = await order.take('a 5');
    passOn();
    // then
    (await order.take('a 6'))();
  });
});
