import { describe, expect, it } from 'vitest';
import { readLink } from './read-link';
import type { View } from './types';

const view: View = {
  jurisdictions: [{ code: '330784', name: '永康市' }],
  jurisdiction: {
    code: '330784',
    name: '永康市',
    isDemo: true,
    cellSizeMetres: 250,
    cellShape: 'square',
    bounds: [119.9, 28.7, 120.4, 29.1],
  },
  months: { first: '2019-02', last: '2020-07' },
  month: '2020-06',
  kinds: [{ code: 'theft', nameZh: '盗窃', nameEn: 'Theft', group: 'property' }],
  towns: [
    {
      id: '330784108',
      name: '古山镇',
      nameEn: 'Gushan',
      lon: 120.1,
      lat: 28.9,
      bounds: [120, 28, 121, 29],
    },
  ],
  counts: {},
  rankers: ['count_12m', 'gistar'],
  layers: [],
  basemap: { approvalNumber: null, raster: null, refusedHost: null },
  units: ['grid', 'town'],
  hasEvidence: true,
  hasEffects: true,
};
const nothing = {
  jurisdiction: null,
  month: null,
  kind: null,
  group: null,
  unit: 'cell' as const,
  harm: false,
  ranker: null,
  found: false,
  towns: null,
};

describe('readLink', () => {
  it('fills in what the link leaves open', () => {
    expect(readLink(view, nothing)).toEqual({
      question: {
        jurisdiction: '330784',
        month: '2020-06',
        kind: null,
        group: null,
        unit: 'cell',
        harm: false,
        ranker: 'count_12m',
        found: false,
        towns: [],
      },
      unknown: [],
    });
  });

  it('asks for what the link names', () => {
    const link = {
      jurisdiction: '330784',
      month: '2020-04',
      kind: 'theft',
      group: null,
      unit: 'town' as const,
      harm: true,
      ranker: 'gistar',
      found: false,
      towns: ['330784108'],
    };
    expect(readLink(view, link)).toEqual({ question: link, unknown: [] });
  });

  it('keeps the towns that exist, and tells those that do not', () => {
    const { question, unknown } = readLink(view, { ...nothing, towns: ['330784108', '古山'] });
    expect(question.towns).toEqual(['330784108']);
    expect(unknown).toEqual([{ part: 'town', text: '古山' }]);
  });

  it('tells everything else that it could not follow', () => {
    const link = {
      jurisdiction: '990001',
      month: '2031-01',
      kind: 'piracy',
      group: 'sea',
      unit: 'village' as const,
      harm: false,
      ranker: 'oracle',
      found: false,
      towns: [],
    };
    const { question, unknown } = readLink(view, link);
    expect(question).toMatchObject({
      month: '2020-07',
      kind: null,
      group: null,
      unit: 'cell',
      ranker: 'count_12m',
    });
    expect(unknown).toEqual([
      { part: 'jurisdiction', text: '990001' },
      { part: 'month', text: '2031-01' },
      { part: 'kind', text: 'piracy' },
      { part: 'group', text: 'sea' },
      { part: 'unit', text: 'village' },
      { part: 'ranker', text: 'oracle' },
    ]);
  });
});
