import { FIELDS } from '@/lib/import/fields';
import type { ImportSubject, ParsedRow, RejectReason } from '@/lib/import/types';

/** What a subject makes of a row's text values; all text, so that one staging table serves all subjects. */
export type SubjectValues = {
  kind: string | null;
  origin: string;
  /** The subject's own columns; null where it has none. */
  details: Record<string, string | number | boolean> | null;
  /** The further columns, kept as they came. */
  attributes: Record<string, string> | null;
};

export type Refusal = { reason: RejectReason; detail: string };

/** Kind of the crashes, and their default in any jurisdiction. */
export const CRASH_KIND = 'traffic_crash';

const ORIGINS = aliases({
  citizen: ['群众', '群众报警', '报警', '110'],
  patrol: ['巡逻', '巡逻发现', '巡查'],
  department: ['部门', '部门移送', '移交'],
});
const SEVERITIES = aliases({
  fatal: ['死亡', '亡人'],
  serious: ['重伤', 'severe'],
  slight: ['轻伤', '受伤', 'minor', 'injury'],
  damage: ['财损', '财产损失', 'property damage only', 'pdo', 'none'],
});
const HAZARD_CATEGORIES = aliases({
  fire: ['消防', '火灾'],
  traffic: ['交通', '道路交通'],
  work_safety: ['安全生产', '生产安全'],
  food_drug: ['食品药品', '食药'],
  gas: ['燃气'],
  building: ['建筑', '房屋'],
  other: ['其他', '其它'],
});
const HAZARD_SEVERITIES = aliases({ general: ['一般', '一般隐患'], major: ['重大', '重大隐患'] });
const HAZARD_STATES = aliases({
  reported: ['发现'],
  assigned: ['交办'],
  rectifying: ['整改', '整改中'],
  re_check: ['复查'],
  closed: ['销号', '已销号'],
  returned: ['退回'],
  withdrawn: ['误报'],
});
const PREMISES_KINDS = aliases({
  rental: ['出租房', '出租屋'],
  three_in_one: ['三合一'],
  workshop: ['小作坊', '作坊'],
  school: ['校园', '学校'],
  other: ['其他', '其它'],
});
const TOWN_KINDS = aliases({
  street: ['街道'],
  town: ['镇'],
  township: ['乡'],
  zone: ['开发区', '经济开发区'],
  district: ['区'],
});
const BOOLEANS = aliases({
  true: ['1', 'yes', 'y', 't', '是'],
  false: ['0', 'no', 'n', 'f', '否'],
});

/** Thrown while a row's values are read; never leaves this module. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(reason: RejectReason, detail: string) {
    super(detail);
    this.refusal = { reason, detail };
  }
}

/** Reads the values that a subject has beside its time and place. */
export function readSubjectValues(subject: ImportSubject, row: ParsedRow): SubjectValues | Refusal {
  try {
    return READERS[subject](row);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

const READERS: Record<ImportSubject, (row: ParsedRow) => SubjectValues> = {
  incidents: (row) => {
    if (row.kind === null) throw new Refused('no_kind', 'the kind is empty');
    return finish('incidents', row, row.kind, null);
  },
  crashes: (row) => {
    const deaths = count(row, 'deaths');
    const injured = count(row, 'injured');
    const severity = choice(SEVERITIES, row, 'severity') ?? severityOf(deaths, injured);
    if (!severity)
      throw new Refused('missing_value', 'severity is empty, and so are deaths and injured');
    const details = present({
      severity,
      deaths,
      injured,
      has_ebike: flag(row, 'has_ebike'),
      drink_driving: flag(row, 'drink_driving'),
      road_name: text(row, 'road'),
    });
    return finish('crashes', row, row.kind ?? CRASH_KIND, details);
  },
  hazards: readHazard,
  premises: (row) => {
    const name = text(row, 'name') ?? text(row, 'address') ?? row.sourceId;
    if (!name)
      throw new Refused('missing_value', 'the premises have neither name nor address nor id');
    const details = present({
      name,
      address: text(row, 'address'),
      storeys: count(row, 'storeys'),
      rooms: count(row, 'rooms') ?? count(row, 'units'),
      tenants: count(row, 'tenants'),
      year_built: year(row, 'year_built'),
    });
    const kind =
      row.kind === null ? 'rental' : (PREMISES_KINDS.get(row.kind.toLowerCase()) ?? 'other');
    return finish('premises', row, kind, details);
  },
  roads: (row) => {
    const details = present({
      name: text(row, 'name'),
      class: text(row, 'class') ?? row.kind ?? 'local',
    });
    return finish('roads', row, null, details);
  },
  towns: (row) => {
    const name = text(row, 'name') ?? row.sourceId;
    if (!name) throw new Refused('missing_value', 'the town has neither name nor id');
    const kind = TOWN_KINDS.get(row.kind?.toLowerCase() ?? '') ?? townKindOf(name);
    const details = present({ name, kind, name_en: text(row, 'name_en') });
    return finish('towns', row, null, details);
  },
  grids: (row) => {
    const name = text(row, 'name') ?? row.sourceId;
    if (!name) throw new Refused('missing_value', 'the grid has neither name nor id');
    return finish('grids', row, null, { name });
  },
};

function readHazard(row: ParsedRow): SubjectValues {
  const category = row.kind ?? text(row, 'category');
  if (!category) throw new Refused('no_kind', 'the category is empty');
  const reportedAt = row.reportedAt ?? row.occurredFrom;
  if (reportedAt === null) throw new Refused('no_date', 'the hazard has no date of report');
  const state = choice(HAZARD_STATES, row, 'state') ?? 'reported';
  const closedAt = moment(row, 'closed');
  if (state === 'closed' && closedAt === null)
    throw new Refused(
      'missing_value',
      'a closed hazard needs the date on which it was closed (closed=…)',
    );
  const details = present({
    title: text(row, 'title') ?? text(row, 'name') ?? category,
    severity: choice(HAZARD_SEVERITIES, row, 'severity') ?? 'general',
    state,
    is_listed: flag(row, 'is_listed'),
    reported_at: reportedAt,
    deadline: text(row, 'deadline'),
    closed_at: state === 'closed' ? closedAt : null,
  });
  const kind = HAZARD_CATEGORIES.get(category.toLowerCase()) ?? category;
  return finish('hazards', row, kind, details);
}

/** Whether a hazard's category is one of the product's own. */
export function isHazardCategory(category: string): boolean {
  return HAZARD_CATEGORIES.has(category);
}

function finish(
  subject: ImportSubject,
  row: ParsedRow,
  kind: string | null,
  details: SubjectValues['details'],
): SubjectValues {
  const own: readonly string[] = FIELDS[subject];
  const origin = own.includes('origin') ? choice(ORIGINS, row, 'origin') : undefined;
  let attributes: Record<string, string> | null = null;
  for (const name in row.fields) {
    const value = row.fields[name];
    if (own.includes(name) || value === undefined || value === '') continue;
    attributes ??= {};
    attributes[name] = value;
  }
  return { kind, origin: origin ?? 'citizen', details, attributes };
}

function text(row: ParsedRow, name: string): string | null {
  return row.fields[name]?.trim() || null;
}

function choice(
  values: ReadonlyMap<string, string>,
  row: ParsedRow,
  name: string,
): string | undefined {
  const given = text(row, name);
  if (given === null) return undefined;
  const found = values.get(given.toLowerCase());
  if (found) return found;
  const allowed = [...new Set(values.values())].join(', ');
  throw new Refused('unreadable_value', `${name} "${given}" is none of ${allowed}`);
}

function count(row: ParsedRow, name: string): number | null {
  const given = text(row, name);
  if (given === null || /^(n\/?a|null|-|未知)$/i.test(given)) return null;
  const value = Number(given);
  if (Number.isInteger(value) && value >= 0 && value <= 1_000_000) return value;
  throw new Refused('unreadable_value', `${name} "${given}" is no count`);
}

function year(row: ParsedRow, name: string): number | null {
  const value = count(row, name);
  if (value === null || (value >= 1000 && value <= 2200)) return value;
  throw new Refused('unreadable_value', `${name} "${value}" is no year`);
}

function flag(row: ParsedRow, name: string): boolean | null {
  const value = choice(BOOLEANS, row, name);
  return value === undefined ? null : value === 'true';
}

/** The file's reader has made ISO text of it, in UTC. */
function moment(row: ParsedRow, name: string): number | null {
  const given = text(row, name);
  return given === null ? null : Date.parse(given);
}

function severityOf(deaths: number | null, injured: number | null): string | undefined {
  if (deaths === null && injured === null) return undefined;
  if (deaths) return 'fatal';
  return injured ? 'slight' : 'damage';
}

function townKindOf(name: string): string {
  if (name.endsWith('街道')) return 'street';
  if (name.endsWith('乡')) return 'township';
  return name.endsWith('区') ? 'zone' : 'town';
}

function present(
  values: Record<string, string | number | boolean | null>,
): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(values)) if (value !== null) kept[name] = value;
  return kept;
}

/** Every spelling of every code, in lower case, to the code. */
function aliases(spellings: Record<string, readonly string[]>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(spellings).flatMap(([code, others]) =>
      [code, ...others].map((spelling) => [spelling, code] as const),
    ),
  );
}
