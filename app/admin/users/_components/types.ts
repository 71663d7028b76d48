import type { useTranslations } from 'next-intl';

export type Town = { readonly id: string; readonly name: string };

export type Place = {
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
  readonly towns: readonly Town[];
};

/** A user as their administrator sees them. */
export type Member = {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  /** Ids of the towns they see; null: all. */
  readonly towns: readonly string[] | null;
  readonly isSelf: boolean;
  readonly isDemo: boolean;
  readonly isDisabled: boolean;
  /** Belongs to another jurisdiction too, whose administrators have a say in their account. */
  readonly isShared: boolean;
  readonly hasPassword: boolean;
  readonly hasTwoFactor: boolean;
  readonly lockedUntil: string | null;
  /** Null where they never signed in. */
  readonly lastSignInAt: string | null;
  /** Of how many browsers they are signed in. */
  readonly sessions: number;
};

/** Somebody who was taken out of the jurisdiction. */
export type Former = Pick<Member, 'username' | 'name' | 'role' | 'towns'> & {
  readonly removedAt: string;
};

/** What the messages name. */
type RightName = Parameters<ReturnType<typeof useTranslations<'right'>>>[0];

/** Something that some roles may. */
export type Right = { readonly action: RightName; readonly roles: readonly string[] };
