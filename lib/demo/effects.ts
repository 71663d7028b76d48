/** A comparison that the demo's commander might have registered; its time, too, is made up. */
type DemoEffect = {
  readonly name: string;
  readonly campaign: string;
  readonly treated: readonly string[];
  readonly control: readonly string[];
  /** Null: all. */
  readonly kinds: readonly string[] | null;
  readonly before: { readonly from: string; readonly to: string };
  readonly during: { readonly from: string; readonly to: string };
  readonly note: string | null;
  readonly registeredAt: string;
};

const BEFORE_APRIL = { from: '2019-04', to: '2020-03' };
const APRIL = { from: '2020-04', to: '2020-04' };
const BEFORE_MAY = { from: '2019-05', to: '2020-04' };
const MAY = { from: '2020-05', to: '2020-05' };
const BEFORE_JUNE_2022 = { from: '2021-06', to: '2022-05' };
const JUNE_2022 = { from: '2022-06', to: '2022-06' };
const TOWNS_LIKE_GUSHAN = ['芝英镇', '石柱镇', '龙山镇', '象珠镇', '唐先镇', '西城街道'];
const OTHER_STREETS = ['西城街道', '江南街道', '芝英镇', '石柱镇', '象珠镇', '龙山镇'];

/**
 * Of the demo's campaigns: two as they should be, one of so few incidents that little can be told, one that came too late with
 * a single control, and one whose month the demo's incidents do not reach.
 */
export const DEMO_EFFECTS: readonly DemoEffect[] = [
  {
    name: '古山镇四月大会战',
    campaign: '2020-04-town',
    treated: ['古山镇'],
    control: TOWNS_LIKE_GUSHAN,
    kinds: null,
    before: BEFORE_APRIL,
    during: APRIL,
    note: null,
    registeredAt: '2020-03-25T09:30:00+08:00',
  },
  {
    name: '古山镇四月大会战：入室盗窃',
    campaign: '2020-04-town',
    treated: ['古山镇'],
    control: TOWNS_LIKE_GUSHAN,
    kinds: ['burglary'],
    before: BEFORE_APRIL,
    during: APRIL,
    note: null,
    registeredAt: '2020-03-25T09:40:00+08:00',
  },
  {
    name: '经济开发区、东城街道五月大会战',
    campaign: '2020-05-town',
    treated: ['经济开发区', '东城街道'],
    control: OTHER_STREETS,
    kinds: null,
    before: BEFORE_MAY,
    during: MAY,
    note: null,
    registeredAt: '2020-04-28T16:05:00+08:00',
  },
  {
    name: '东城街道五月大会战：只与江南街道比',
    campaign: '2020-05-town',
    treated: ['东城街道'],
    control: ['江南街道'],
    kinds: null,
    before: BEFORE_MAY,
    during: MAY,
    note: '月底补登，对照只有一个，供讨论“事后登记”为何不可靠。',
    registeredAt: '2020-05-29T10:00:00+08:00',
  },
  {
    name: '古山镇一月一主题大整治',
    campaign: '2022-06-theme',
    treated: ['古山镇'],
    control: TOWNS_LIKE_GUSHAN,
    kinds: null,
    before: BEFORE_JUNE_2022,
    during: JUNE_2022,
    note: null,
    registeredAt: '2022-05-24T11:20:00+08:00',
  },
];
