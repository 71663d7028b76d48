const JURISDICTION = '"><script src=/hostile.js></script>县';
const USER = '<img src=/hostile onerror=alert(1)>';

/** A small jurisdiction whose every name tries to be more than text; nobody else's tests look at it. */
export const HOSTILE = {
  code: '990002',
  person: {
    username: 'e2e-hostile',
    password: 'marble-behind-orchard',
    jurisdiction: '990002',
    role: 'admin',
    name: USER,
  },
} as const;

/** Turns the text that follows it around where it is not kept apart. */
const REVERSED = '\u202e';

export const HOSTILE_NAMES = {
  jurisdiction: JURISDICTION,
  user: USER,
  longTown: `'"><svg onload=alert(2)>${'很长的镇名'.repeat(60)}`,
  reversedTown: `${REVERSED}<b data-hostile>{name} {{7*7}}</b>镇`,
  road: '<iframe src="javascript:alert(3)"></iframe>😀路',
  grid: '<a href="javascript:alert(4)" data-hostile>{title} %s</a>',
  hazard: '<img src=/hostile.png onerror=alert(5)>',
  kind: '<b data-hostile onclick=alert(6)>盗</b>',
  otherKind: 'javascript:alert(7)',
  campaign: '"><img src=/hostile-campaign.png onerror=alert(8)>行动',
} as const;

const [WEST, SOUTH, EAST, NORTH] = [119.9, 28.8, 120, 28.9] as const;
const MIDDLE = (WEST + EAST) / 2;

export const HOSTILE_PLACES = {
  hazard: { lon: 119.983, lat: 28.883 },
  grid: { lon: 119.925, lat: 28.825 },
} as const;

/** The command that makes it, word by word; what lies in it the test brings in itself, as an administrator would. */
export function hostileCommand(): string[] {
  const box = `--bbox=${WEST},${SOUTH},${EAST},${NORTH}`;
  const { code } = HOSTILE;
  return ['jurisdiction', 'create', '--code', code, '--name', JURISDICTION, box, '--cell', '500'];
}

/** The files to bring in, in this order: towns before what lies in them. */
export const HOSTILE_FILES = [
  {
    subject: 'towns',
    fileName: '<img src=/hostile-file.png onerror=alert(9)>.geojson',
    content: features([
      { properties: { id: 'long', name: HOSTILE_NAMES.longTown }, geometry: box(WEST, MIDDLE) },
      {
        properties: { id: 'reversed', name: HOSTILE_NAMES.reversedTown },
        geometry: box(MIDDLE, EAST),
      },
    ]),
  },
  {
    subject: 'grids',
    fileName: `${REVERSED}grids.geojson`,
    content: features([
      { properties: { id: 'g', name: HOSTILE_NAMES.grid }, geometry: box(WEST, MIDDLE) },
    ]),
  },
  {
    subject: 'roads',
    fileName: '{fileName}.geojson',
    content: features([
      {
        properties: { id: 'r', name: HOSTILE_NAMES.road },
        geometry: {
          type: 'LineString',
          coordinates: [
            [119.96, 28.85],
            [119.98, 28.85],
          ],
        },
      },
    ]),
  },
  {
    subject: 'hazards',
    fileName: `${'长'.repeat(240)}.csv`,
    content: table(
      ['id', 'category', 'title', 'reported', 'lon', 'lat'],
      [
        [
          'h',
          '消防',
          HOSTILE_NAMES.hazard,
          '2020-04-01',
          HOSTILE_PLACES.hazard.lon,
          HOSTILE_PLACES.hazard.lat,
        ],
      ],
    ),
  },
  {
    subject: 'incidents',
    fileName: '"><script src=/hostile-file.js></script>.csv',
    content: table(
      ['id', 'occurred', 'lon', 'lat', 'kind'],
      [
        ...incidents(40, 119.97, HOSTILE_NAMES.kind),
        ...incidents(20, 119.9701, HOSTILE_NAMES.otherKind),
        ...incidents(15, 119.925, HOSTILE_NAMES.kind),
      ],
    ),
  },
] as const;

function incidents(count: number, lon: number, kind: string) {
  return Array.from({ length: count }, (_, n) => [
    `${kind}-${lon}-${n}`,
    `2020-0${(n % 5) + 1}-11 08:00`,
    lon,
    28.8501,
    kind,
  ]);
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const quoted = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`;
  return [header, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

function features(parts: readonly { properties: object; geometry: object }[]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: parts.map((part) => ({ type: 'Feature', ...part })),
  });
}

function box(west: number, east: number) {
  const ring = [
    [west, SOUTH],
    [east, SOUTH],
    [east, NORTH],
    [west, NORTH],
    [west, SOUTH],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
