import { targetInputOf } from '../../../../../sandbox/services/eventbridge/delivery/target-input';

const CONTEXT = {
  event: {
    id: 'e-1',
    source: 'shop',
    'detail-type': 'Order placed',
    time: '2026-11-21T12:00:00Z',
    detail: { order: { id: 'o-7', lines: [{ sku: 'a' }, { sku: 'b' }] }, paid: true, note: null },
  },
  ruleArn: 'arn:aws:events:eu-west-1:123456789012:rule/orders',
  ruleName: 'orders',
  ingestionTime: '2026-11-21T12:00:00.000Z',
};

const filled = (template: string, paths: Record<string, string> = {}): string =>
  targetInputOf({ InputTransformer: { InputPathsMap: paths, InputTemplate: template } }, CONTEXT);

describe('the input of a target', () => {
  it('is the event where nothing is said', () => {
    expect(JSON.parse(targetInputOf({}, CONTEXT))).toEqual(CONTEXT.event);
  });

  it('is the constant, whatever the event', () => {
    expect(targetInputOf({ Input: '{"run":1}' }, CONTEXT)).toBe('{"run":1}');
  });

  it.each([
    ['$.detail.order.id', '"o-7"'],
    ['$.detail.order.lines[1]', '{"sku":"b"}'],
    ['$.detail.order.lines[*].sku', '["a","b"]'],
    ['$.detail-type', '"Order placed"'],
    ['$.detail.paid', 'true'],
    ['$.detail.nothing', 'null'],
  ])('at the path %s is %s', (path, expected) => {
    expect(targetInputOf({ InputPath: path }, CONTEXT)).toBe(expected);
  });

  it.each([
    ['{"id": <id>}', '{"id": "o-7"}'],
    ['{"id": "order <id>!"}', '{"id": "order o-7!"}'],
    ['"<order> of <rule>"', '"{id:o-7,lines:[{sku:a},{sku:b}]} of "'],
    ['{"missing": <missing>}', '{"missing": ""}'],
    ['{"paid": <paid>, "lines": <lines>}', '{"paid": true, "lines": ["a","b"]}'],
    ['"\\<id\\> is <id>"', '"<id> is o-7"'],
    ['"<aws.events.rule-name>"', '"orders"'],
  ])('of the template %s is %s', (template, expected) => {
    // given
    const paths = {
      id: '$.detail.order.id',
      order: '$.detail.order',
      lines: '$.detail.order.lines[*].sku',
      missing: '$.detail.missing',
      rule: '$.detail.rule',
      paid: '$.detail.paid',
    };
    // then
    expect(filled(template, paths)).toBe(expected);
  });

  it('can hold the whole event, with or without its detail', () => {
    expect(JSON.parse(filled('{"all": <aws.events.event.json>}'))).toEqual({ all: CONTEXT.event });
    expect(JSON.parse(filled('<aws.events.event>'))).toEqual({
      id: 'e-1',
      source: 'shop',
      'detail-type': 'Order placed',
      time: '2026-11-21T12:00:00Z',
    });
  });

  it('keeps JSON whole when a text with quotes stands between quotes', () => {
    const event = { ...CONTEXT.event, detail: { said: 'she said "no"\n' } };
    const transformer = {
      InputPathsMap: { said: '$.detail.said' },
      InputTemplate: '{"x":"<said>"}',
    };
    const text = targetInputOf({ InputTransformer: transformer }, { ...CONTEXT, event });
    expect(JSON.parse(text)).toEqual({ x: 'she said "no"\n' });
  });
});
