import { describe, expect, it } from 'vitest';
import { readJson } from './read-body';

const post = (type: string | null, body: BodyInit) =>
  new Request('https://map.example.cn', {
    method: 'POST',
    headers: type === null ? {} : { 'content-type': type },
    body,
    duplex: 'half',
  } as RequestInit);
const json = 'application/json';

describe('readJson', () => {
  it('reads JSON, in parts of any size', async () => {
    expect(await readJson(post('application/json; charset=utf-8', '{"a":"张"}'))).toEqual({
      a: '张',
    });
    const bytes = new TextEncoder().encode('{"a":"张"}');
    const slow = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    expect(await readJson(post(json, slow))).toEqual({ a: '张' });
  });

  // What a form of another site can send without asking first is the first three.
  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-seq',
    null,
  ])('refuses %s', async (type) => {
    await expect(readJson(post(type, '{}'))).rejects.toMatchObject({ status: 415 });
  });

  it.each(['{', '', 'undefined', '{"a":1}{"b":2}'])('says that %j is no JSON', async (body) => {
    await expect(readJson(post(json, body))).rejects.toMatchObject({ status: 400 });
  });

  it.each(['"\\u0000"', '{"a":["b\\u0000"]}', '{"\\u0000":1}', '"\\ud83d"', '"\\uDE00\\uD83D"'])(
    'refuses %s, which no database can hold',
    async (body) => {
      await expect(readJson(post(json, body))).rejects.toMatchObject({ status: 400 });
    },
  );

  it.each(['"\\\\u0000"', '"\\ud83d\\ude00"', '"\\u0001"', '"\\\\ud83d"'])(
    'takes %s',
    async (body) => {
      expect(await readJson(post(json, body))).toBe(JSON.parse(body));
    },
  );

  it('stops reading what is longer than it takes', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    await expect(readJson(post(json, endless))).rejects.toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(80 * 1024);
    await expect(readJson(post(json, '"12345678"'), 9)).rejects.toMatchObject({ status: 413 });
    expect(await readJson(post(json, '"12345678"'), 10)).toBe('12345678');
  });
});
