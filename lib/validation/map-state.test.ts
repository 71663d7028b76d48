import { createLoader } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { mapState, serializeMapState } from './map-state';

const load = createLoader(mapState);

describe('the address of the map', () => {
  it('survives being written and read', () => {
    const state = {
      jurisdiction: '330784',
      month: '2020-04',
      towns: ['古山镇', '东城街道'],
      kind: 'theft',
      group: 'property',
      ranker: 'gistar',
      unit: 'grid' as const,
      area: '古山-03',
      harm: true,
      found: true,
      workspace: 'fire' as const,
      layers: ['hotspots' as const, 'premises' as const],
      cell: '2018,-12787',
      camera: { lon: 120.04712, lat: 28.88831, zoom: 12.5 },
      present: true,
    };
    expect(load(serializeMapState('/', state).slice(1))).toEqual(state);
  });

  it.each([
    'month=2020-13',
    'month=april',
    'cell=1',
    'cell=1,2,3',
    "cell=1,2'",
    'camera=120,95,10',
    'camera=NaN,28,10',
    'camera=120,28',
    'layers=crimes',
    'workspace=admin',
  ])('takes %s for nothing said', (query) => {
    const [name = ''] = query.split('=');
    const empty = load('');
    const read = load(`?${query}`);
    expect(read).toHaveProperty(name, name === 'layers' ? [] : empty[name as keyof typeof empty]);
  });
});
