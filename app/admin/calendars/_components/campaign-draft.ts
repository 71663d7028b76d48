export const CAMPAIGN_KINDS = [
  'one_month_one_town',
  'one_month_one_village',
  'one_month_one_theme',
  'hundred_days',
] as const;
export const PHASE_KINDS = ['pre', 'battle', 'post'] as const;

type CampaignKind = (typeof CAMPAIGN_KINDS)[number];
type PhaseKind = (typeof PHASE_KINDS)[number];

export type Place = {
  readonly code: string;
  readonly name: string;
  readonly towns: readonly { readonly id: string; readonly name: string }[];
};

/** A campaign as it was when the page was read. */
export type Campaign = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly kind: CampaignKind;
  readonly month: string;
  readonly launchedOn: string | null;
  readonly note: string | null;
  readonly version: number;
  readonly towns: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameEn: string | null;
  }[];
  readonly phases: readonly {
    readonly kind: PhaseKind;
    readonly startsOn: string | null;
    readonly endsOn: string | null;
  }[];
};

type Span = { readonly startsOn: string; readonly endsOn: string };

/** A campaign as it is typed; what is not said is empty. */
export type CampaignDraft = {
  readonly name: string;
  readonly nameEn: string;
  readonly kind: CampaignKind;
  readonly month: string;
  readonly launchedOn: string;
  readonly note: string;
  readonly towns: readonly string[];
  readonly phases: Readonly<Record<PhaseKind, Span>>;
};

const NEVER: Span = { startsOn: '', endsOn: '' };

export const EMPTY_DRAFT: CampaignDraft = {
  name: '',
  nameEn: '',
  kind: 'one_month_one_town',
  month: '',
  launchedOn: '',
  note: '',
  towns: [],
  phases: { pre: NEVER, battle: NEVER, post: NEVER },
};

/** What is typed before anything is: the campaign as it is. */
export function draftOf({ name, nameEn, kind, month, ...campaign }: Campaign): CampaignDraft {
  const spanOf = (phase: PhaseKind): Span => {
    const found = campaign.phases.find((each) => each.kind === phase);
    return { startsOn: found?.startsOn ?? '', endsOn: found?.endsOn ?? '' };
  };
  return {
    ...{ name, nameEn, kind, month },
    launchedOn: campaign.launchedOn ?? '',
    note: campaign.note ?? '',
    towns: campaign.towns.map(({ id }) => id),
    phases: { pre: spanOf('pre'), battle: spanOf('battle'), post: spanOf('post') },
  };
}

/** A draft as the server takes it. */
export function bodyOf({ phases, launchedOn, note, ...draft }: CampaignDraft): object {
  return {
    ...draft,
    launchedOn: launchedOn || null,
    note: note || null,
    phases: PHASE_KINDS.map((kind) => ({
      kind,
      startsOn: phases[kind].startsOn || null,
      endsOn: phases[kind].endsOn || null,
    })),
  };
}

/** An id that says month and kind: 2026-05-town. */
export function proposedId({ month, kind }: CampaignDraft): string {
  return month
    ? `${month}-${kind === 'hundred_days' ? '100' : kind.replace('one_month_one_', '')}`
    : '';
}
