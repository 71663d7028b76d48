import { expect, it } from 'vitest';
import { errorFacts } from './error-facts';

const ofDatabase = (code: string) =>
  Object.assign(new Error('invalid input syntax for type integer: "张三"'), {
    code,
    detail: 'Key (username)=(zhang.san) already exists.',
    where: 'COPY incident, line 7: "张三"',
    parameters: ['张三'],
  });

it('tells where an error came from', () => {
  const facts = errorFacts(new TypeError('x is undefined'));
  expect(facts).toMatchObject({ type: 'TypeError', message: 'x is undefined' });
  expect(facts.stack).toContain('error-facts.test.ts');
});

it.each(['22P02', '23505'])('keeps the values out that the database quotes under %s', (code) => {
  const outer = new Error('the import failed', { cause: ofDatabase(code) });
  const facts = errorFacts(outer);
  expect(JSON.stringify(facts)).not.toMatch(/张三|zhang/);
  expect(facts.cause).toMatchObject({
    code,
    stack: expect.stringContaining('error-facts.test.ts'),
  });
});

it('keeps the text of what is our own fault', () => {
  const error = Object.assign(new Error('column "i" does not exist'), { code: '42703' });
  expect(errorFacts(error)).toMatchObject({ message: 'column "i" does not exist', code: '42703' });
});

it('ends, where errors cause one another', () => {
  const first = new Error('first');
  first.cause = new Error('second', { cause: first });
  expect(JSON.stringify(errorFacts(first)).match(/first/g)?.length).toBeLessThan(10);
  expect(errorFacts('thrown 张三')).toEqual({ type: 'string', message: 'thrown, but no error' });
});
