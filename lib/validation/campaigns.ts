import { z } from 'zod';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');

/** The query of /admin/calendars. */
export const calendarsQuery = z.object({ jurisdiction });

const id = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,49}$/,
    'an id is 1 to 50 small letters, digits and -, and begins with a letter or digit',
  );

/** The path of one campaign. */
export const campaignPath = z.object({ id });

/** Text that a database can hold. */
const text = z
  .string()
  .trim()
  .regex(/^[^\0]*$/, 'a text holds no null character');
const name = text.min(1, 'give it a name in both languages').max(100, 'a name has 100 characters');
const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'a month is YYYY-MM, from 2000 to 2099');
const day = z.iso.date('a day is YYYY-MM-DD').nullable();
const version = z.int('a version is a whole number').min(1);

const PHASES = ['pre', 'battle', 'post'] as const;
const phase = z
  .strictObject({ kind: z.enum(PHASES), startsOn: day, endsOn: day })
  .refine(({ startsOn, endsOn }) => (startsOn === null) === (endsOn === null), {
    error: 'give a phase both its days, or none',
  })
  .refine(({ startsOn, endsOn }) => !startsOn || !endsOn || startsOn <= endsOn, {
    error: 'a phase ends on the day that it starts on, or later',
  });

type Dated = {
  readonly month: string;
  readonly phases: readonly z.infer<typeof phase>[];
  readonly launchedOn: string | null;
};

const editable = z.strictObject({
  jurisdiction,
  name,
  nameEn: name,
  kind: z.enum(
    ['one_month_one_town', 'one_month_one_village', 'one_month_one_theme', 'hundred_days'],
    'there is no such kind of campaign',
  ),
  month,
  launchedOn: day,
  note: text.max(2000, 'a note has 2000 characters at most').nullable(),
  /** Ids of towns. */
  towns: z.array(text.min(1).max(100)).max(100),
  /** All three, in their order. */
  phases: z.tuple([
    phase.safeExtend({ kind: z.literal('pre') }),
    phase.safeExtend({ kind: z.literal('battle') }),
    phase.safeExtend({ kind: z.literal('post') }),
  ]),
});

const isInOrder = ({ phases }: Dated) => {
  const days = phases.flatMap(({ startsOn, endsOn }) =>
    startsOn && endsOn ? [{ startsOn, endsOn }] : [],
  );
  return days.every(({ startsOn }, at) => at === 0 || startsOn > (days[at - 1]?.endsOn ?? ''));
};

const isNearMonth = ({ month: of, phases, launchedOn }: Dated) => {
  const [from, until] = [monthsAfter(of, -3), monthsAfter(of, 13)];
  const days = [launchedOn, ...phases.flatMap(({ startsOn, endsOn }) => [startsOn, endsOn])];
  return days.every((each) => each === null || (each >= from && each < until));
};

/** The first day of a month so many months later. */
function monthsAfter(of: string, count: number): string {
  const months = Number(of.slice(0, 4)) * 12 + Number(of.slice(5)) - 1 + count;
  const padded = String((months % 12) + 1).padStart(2, '0');
  return `${Math.floor(months / 12)}-${padded}-01`;
}

function checked<T extends z.ZodType<Dated & { towns: string[]; kind: string }>>(schema: T) {
  return schema
    .refine(isInOrder, {
      path: ['phases'],
      error: 'phases follow each other without overlap: before, during, after',
    })
    .refine(isNearMonth, {
      path: ['month'],
      error: 'the days lie from three months before the month of the campaign to a year after it',
    })
    .refine(({ towns }) => new Set(towns).size === towns.length, {
      path: ['towns'],
      error: 'name each town once',
    })
    .refine(({ kind, towns }) => kind !== 'one_month_one_town' || towns.length > 0, {
      path: ['towns'],
      error: 'a campaign of one town has a town: choose it',
    });
}

/** What POST /api/admin/campaigns takes. */
export const newCampaign = checked(editable.extend({ id }));

/** What PUT /api/admin/campaigns/ID takes. */
export const campaignChange = checked(editable.extend({ version }));

/** What DELETE /api/admin/campaigns/ID takes. */
export const campaignRemoval = z.strictObject({ jurisdiction, version });
