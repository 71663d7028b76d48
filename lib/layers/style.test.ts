import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { THEMES } from '@/lib/format/theme';
import en from '@/lib/i18n/messages/en.json';
import { LAYER_IDS, layers } from './index';
import { buildStyle, type StyleInput } from './style';
import { WORKSPACE_IDS, WORKSPACES } from './workspaces';

const points: StyleInput['ranks'] = { type: 'FeatureCollection', features: [] };

function input(changes: Partial<StyleInput> = {}): StyleInput {
  return {
    look: { theme: 'night', english: false },
    request: {
      origin: 'http://map.example',
      jurisdiction: '330784',
      month: '2020-04',
      runId: '7',
      kind: null,
    },
    visible: LAYER_IDS,
    raster: null,
    towns: ['古山镇'],
    townPoints: points,
    ranks: points,
    ...changes,
  };
}

const layerIds = (changes?: Partial<StyleInput>) =>
  buildStyle(input(changes)).layers.map(({ id }) => id);

describe('buildStyle', () => {
  it.each(THEMES.flatMap((theme) => [true, false].map((english) => ({ theme, english }))))(
    'is a style that the MapLibre specification accepts: %o',
    (look) => {
      expect(validateStyleMin(buildStyle(input({ look })))).toEqual([]);
    },
  );

  it('draws every label after every fill and line of the layers', () => {
    const { layers: drawn } = buildStyle(input());
    const lastGround = drawn.findLastIndex(
      ({ id, type }) => type === 'fill' && !id.startsWith('hotspots-focus'),
    );
    const firstText = drawn.findIndex(
      ({ layout }) => layout !== undefined && 'text-field' in layout,
    );
    expect(firstText).toBeGreaterThan(lastGround);
  });

  it('names areas and black spots from points of their own, which no tile border cuts', () => {
    const { layers: drawn, sources } = buildStyle(input());
    const named = drawn.flatMap((layer) =>
      layer.type === 'symbol' && layer.layout?.['symbol-placement'] !== 'line'
        ? [[layer.id, layer.source]]
        : [],
    );
    expect(Object.fromEntries(named)).toMatchObject({
      'village-label': 'village_labels',
      'grids-label': 'grid_labels',
      'patrol-zones-label': 'patrol_zone_labels',
      'black-spots-label': 'black_spot_labels',
    });
    for (const [, source] of named) expect(Object.keys(sources)).toContain(source);
  });

  it('draws what is selected above all', () => {
    expect(layerIds().at(-1)).toBe('hotspots-focus');
  });

  it('asks for no tiles of a layer that is off, nor of a ranking that is not known yet', () => {
    expect(Object.keys(buildStyle(input({ visible: [] })).sources)).not.toContain('hazards');
    const request = { ...input().request, runId: undefined };
    expect(Object.keys(buildStyle(input({ request })).sources)).not.toContain('hotspots');
    expect(layerIds({ request })).not.toContain('hotspots-fill');
  });

  it('names the run, month and kind in the addresses that depend on them only', () => {
    const request = { ...input().request, kind: 'theft' };
    const { sources } = buildStyle(input({ request }));
    const address = (id: string) => {
      const source = sources[id];
      return source?.type === 'vector' ? source.tiles?.[0] : undefined;
    };
    expect(address('hotspots')).toBe(
      'http://map.example/api/tiles/hotspots/{z}/{x}/{y}?jurisdiction=330784&run=7',
    );
    expect(address('incidents')).toContain('month=2020-04&kind=theft');
    expect(address('towns')).toBe(
      'http://map.example/api/tiles/towns/{z}/{x}/{y}?jurisdiction=330784',
    );
  });
});

describe('tiles of another server', () => {
  const raster = {
    template: 'https://t{s}.example.cn/{z}/{x}/{y}?tk=key',
    subdomains: '01',
    tileSize: 256,
    minZoom: 1,
    maxZoom: 18,
    attribution: '天地图',
    dayOpacity: 0.9,
    nightOpacity: 0.4,
  };

  it.each(THEMES)('are a ground that the MapLibre specification accepts by %s', (theme) => {
    const style = buildStyle(input({ look: { theme, english: false }, raster }));
    expect(validateStyleMin(style)).toEqual([]);
    const ground = style.layers.find(({ type }) => type === 'raster');
    const opacity = { day: 0.9, night: 0.4 }[theme];
    expect(ground?.paint).toMatchObject({ 'raster-opacity': opacity });
  });

  it('take the place of our water and roads, and of nothing else', () => {
    const ids = layerIds({ raster });
    expect(layerIds().filter((id) => !ids.includes(id))).toEqual([
      'water-area',
      'water-line',
      'road-minor',
      'road-middle',
      'road-major',
      'road-label',
    ]);
    expect(ids.indexOf('raster-ground')).toBe(ids.indexOf('land') + 1);
    const { sources } = buildStyle(input({ raster }));
    expect(Object.keys(sources)).not.toContain('roads');
    expect(sources['raster-ground']).toMatchObject({
      tiles: [
        'https://t0.example.cn/{z}/{x}/{y}?tk=key',
        'https://t1.example.cn/{z}/{x}/{y}?tk=key',
      ],
    });
  });

  it('are asked for nowhere else', () => {
    expect(JSON.stringify(buildStyle(input()))).not.toContain('raster');
  });
});

describe('the registry', () => {
  it('gives each style layer one id', () => {
    expect(new Set(layerIds()).size).toBe(layerIds().length);
  });

  it('names only style layers that exist as interactive', () => {
    const drawn = layerIds();
    for (const layer of layers) for (const id of layer.interactive) expect(drawn).toContain(id);
  });

  it.each(layers.map((layer) => [layer.id, layer] as const))(
    'has texts for the legend of %s',
    (id, layer) => {
      expect(en.layers).toHaveProperty(id);
      for (const { labelKey } of layer.legend) expect(en.legend).toHaveProperty(labelKey);
      for (const { labelKey } of layer.tooltip.lines) expect(en.tooltip).toHaveProperty(labelKey);
    },
  );

  it('switches at most three layers on for anyone', () => {
    for (const id of WORKSPACE_IDS) expect(WORKSPACES[id].length).toBeLessThanOrEqual(3);
  });
});
