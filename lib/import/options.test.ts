import { expect, it } from 'vitest';
import { UsageError } from '@/lib/user-error';
import { type ImportOptionTexts, readImportOptions } from './options';

const read = (texts: Partial<ImportOptionTexts>) =>
  readImportOptions({ subject: 'incidents', timezone: 'Asia/Shanghai', ...texts }, 0);

it('reads what is right', () => {
  const options = read({
    columns: 'occurred=date+time, kind="Type, full",x=E,y=N',
    constants: ['origin=citizen'],
    crs: 'epsg:4549',
    dateOrder: 'DMY',
    encoding: 'GBK',
  });
  expect([...options.columns]).toEqual([
    ['occurred', 'date+time'],
    ['kind', 'Type, full'],
    ['x', 'E'],
    ['y', 'N'],
  ]);
  expect(options).toMatchObject({ crs: 4549, dateOrder: 'dmy', datum: 'wgs84', encoding: 'gbk' });
});

it.each<[Partial<ImportOptionTexts>, RegExp]>([
  [{ subject: 'cats' }, /takes incidents/],
  [{ columns: 'date' }, /TARGET=COLUMN/],
  [{ columns: 'occurred=' }, /TARGET=COLUMN/],
  [{ columns: 'a=b,,c=d' }, /empty part/],
  [{ columns: 'a="b' }, /quote that is not closed/],
  [{ columns: 'id=a,id=b' }, /id twice/],
  [{ columns: 'lon=a' }, /both lon=… and lat=…/],
  [{ columns: 'x=a,y=b' }, /need --crs/],
  [{ columns: 'x=a,y=b,lon=c,lat=d', crs: '4549' }, /not both/],
  [{ columns: 'kind=a', constants: ['kind=b'] }, /--columns and --const/],
  [{ constants: ['kind'] }, /NAME=VALUE/],
  [{ constants: ['a=1', 'a=2'] }, /a twice/],
  [{ crs: 'utm16' }, /EPSG code/],
  [{ dateOrder: 'dym' }, /dmy, mdy, ymd/],
  [{ datum: 'gcj' }, /wgs84, gcj02/],
  [{ datum: 'bd09', crs: '4549' }, /leave --crs out/],
  [{ encoding: 'klingon' }, /try gb18030/],
  [{ timezone: 'Mars/Base' }, /Asia\/Shanghai/],
])('refuses %j', (texts, message) => {
  expect(() => read(texts)).toThrow(UsageError);
  expect(() => read(texts)).toThrow(message);
});
