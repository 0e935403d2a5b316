import fc from 'fast-check';
import { decode } from '../../src/aws/decode';

const answer = (text: string) => ({ statusCode: 200, headers: {}, body: Buffer.from(text) });

describe('an answer with the image that was expected', () => {
  test('is told, and says the same as one that is read', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.record({ S: fc.string() })), fc.boolean(), (image, more) => {
        const expected = { text: JSON.stringify(image), met: false };
        const text = JSON.stringify({ Attributes: image, ...(more && { ConsumedCapacity: { CapacityUnits: 1 } }) });
        const output = decode(answer(text), { expected });
        expect(expected.met).toBe(true);
        expect({ ...output }).toEqual(JSON.parse(text));
        expect(JSON.stringify(output.Attributes)).toBe(expected.text);
      }),
    );
  });

  test.each([
    ['another image', '{"Attributes":{"id":{"S":"b"}}}'],
    ['other spelling', '{"Attributes":{ "id":{"S":"a"}}}'],
    ['another order', '{"ConsumedCapacity":{},"Attributes":{"id":{"S":"a"}}}'],
    ['no image', '{}'],
  ])('%s is read as usual', (_what, text) => {
    const expected = { text: '{"id":{"S":"a"}}', met: false };
    expect(decode(answer(text), { expected })).toEqual(JSON.parse(text));
    expect(expected.met).toBe(false);
  });

  test.each(['', 'x', 'x"A":1}', ',', ',"A"}', '}}', '}x'])('what ends with %j is no JSON', (end) => {
    const text = '{"id":{"S":"a"}}';
    const expected = { text, met: false };
    expect(() => decode(answer(`{"Attributes":${text}${end}`), { expected })).toThrow('The answer is not JSON');
    expect(expected.met).toBe(false);
  });
});
