import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateReader, joinDateAndTime } from './date-text';
import { zoneClock } from './zone-clock';

const utc = dateReader(zoneClock('UTC'), undefined);
const iso = (value: number | string) =>
  typeof value === 'number' ? new Date(value).toISOString() : value;

describe('dateReader', () => {
  it.each([
    ['2020-04-21 14:30', '2020-04-21T14:30:00.000Z'],
    ['2020-04-21T14:30:05', '2020-04-21T14:30:05.000Z'],
    ['2020-04-21T14:30:05.250', '2020-04-21T14:30:05.250Z'],
    ['2020-04-21T14:30:05Z', '2020-04-21T14:30:05.000Z'],
    ['2020-04-21T14:30:05+08:00', '2020-04-21T06:30:05.000Z'],
    ['2020-04-21 14:30:05-0330', '2020-04-21T18:00:05.000Z'],
    ['2020-04-21 14:30:05+00', '2020-04-21T14:30:05.000Z'],
    ['2020-04-21', '2020-04-21T00:00:00.000Z'],
    ['2020-04', '2020-04-01T00:00:00.000Z'],
    [' 2020/4/1 9:05 ', '2020-04-01T09:05:00.000Z'],
    ['2020/4/1 9:05:07 PM', '2020-04-01T21:05:07.000Z'],
    ['2020-04-01 12:00 am', '2020-04-01T00:00:00.000Z'],
    ['2020-04-01 12:00 PM', '2020-04-01T12:00:00.000Z'],
    ['2020-04-21 24:00', '2020-04-22T00:00:00.000Z'],
    ['20200421', '2020-04-21T00:00:00.000Z'],
    ['20200421143005', '2020-04-21T14:30:05.000Z'],
    ['2020年4月21日', '2020-04-21T00:00:00.000Z'],
    ['2020年4月21日14时30分', '2020-04-21T14:30:00.000Z'],
    ['2020年4月21日 下午2时30分5秒', '2020-04-21T14:30:05.000Z'],
    ['２０２０年４月２１日　１４：３０', '2020-04-21T14:30:00.000Z'],
    ['2020年4月', '2020-04-01T00:00:00.000Z'],
    ['21-Apr-2020', '2020-04-21T00:00:00.000Z'],
    ['OCT 18, 2021', '2021-10-18T00:00:00.000Z'],
    ['18 October 2021 07:00', '2021-10-18T07:00:00.000Z'],
    ['43942', '2020-04-21T00:00:00.000Z'],
    ['43942.604166666664', '2020-04-21T14:30:00.000Z'],
    ['43942 14:30', '2020-04-21T14:30:00.000Z'],
    ['2020-02-29', '2020-02-29T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(utc(text))).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2019-02-29',
    '1900-02-29',
    '2100-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-04-31',
    '2020-04-21 25:00',
    '2020-04-21 14:60',
    '2020-04-21 13:00 PM',
    '2020-04-21 0:00 PM',
    '20201301',
    '19999',
    '80001',
    '1587427200',
    '0001-01-01',
    '2020',
    '=TODAY()',
    '2020-04-21 14',
    'NaN',
    '1e400',
    '2020-04-21 14:30+99:00',
    '21-Foo-2020',
    '2020-04-21x',
    '-43942',
  ])('refuses %s', (text) => {
    expect(utc(text)).toBe('unreadable');
  });

  it('wants to be told the order of day and month', () => {
    expect(utc('03/04/2012')).toBe('needs_order');
    expect(utc('31/12/2012')).toBe('needs_order');
    expect(utc('31.12.2012 10:00')).toBe('needs_order');
    const read = (order: 'dmy' | 'mdy' | 'ymd', text: string) =>
      iso(dateReader(zoneClock('UTC'), order)(text));
    expect(read('dmy', '3/4/2012 9:00')).toBe('2012-04-03T09:00:00.000Z');
    expect(read('mdy', '03/04/2012 09:00:00 PM')).toBe('2012-03-04T21:00:00.000Z');
    expect(read('mdy', '31/12/2012')).toBe('unreadable');
    expect(read('ymd', '03/04/2012')).toBe('unreadable');
    expect(read('dmy', '2012/04/03')).toBe('2012-04-03T00:00:00.000Z');
    expect(read('dmy', '03/04/12')).toBe('two_digit_year');
    expect(utc('21-Apr-20')).toBe('two_digit_year');
  });

  it('reads every instant that it may be given, in local time', () => {
    const clock = zoneClock('Asia/Shanghai');
    const read = dateReader(clock, undefined);
    const days = fc.date({
      min: new Date('1995-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (date) => {
        const text = new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString().slice(0, 19);
        expect(read(text)).toBe(Date.parse(`${text}+08:00`));
        expect(read(`${text}Z`)).toBe(Date.parse(`${text}Z`));
        expect(read(text.replaceAll('-', '/').replace('T', ' '))).toBe(Date.parse(`${text}+08:00`));
      }),
    );
  });

  it('reads a date alone as 00:00 there', () => {
    expect(iso(dateReader(zoneClock('Asia/Shanghai'), undefined)('2020-04-21'))).toBe(
      '2020-04-20T16:00:00.000Z',
    );
  });
});

it('joins a date and a time', () => {
  expect(joinDateAndTime('2020-04-21', '14:30')).toBe('2020-04-21 14:30');
  expect(joinDateAndTime('2020-04-21T00:00:00.000', '14:30')).toBe('2020-04-21 14:30');
  expect(joinDateAndTime('2020-04-21', ' ')).toBe('2020-04-21');
});
