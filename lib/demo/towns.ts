import { type Point, toPlane } from './plane';

export type TownSketch = {
  id: string;
  name: string;
  nameEn: string;
  kind: 'street' | 'town' | 'zone';
  centre: Point;
  /** Radius of the built-up area. */
  urbanMetres: number;
  /** How many people and businesses, relative: what incidents, roads and grids go by. */
  size: number;
  /** Added to the distance from the centre when land is shared out: a small one takes more. */
  reachMetres: number;
};

type Row = readonly [
  string,
  string,
  string,
  TownSketch['kind'],
  number,
  number,
  number,
  number,
  number,
];

/** Names and codes are public; centres are rough, sizes guessed: the demo's towns are sketches. */
const ROWS: readonly Row[] = [
  ['330784001', '东城街道', 'Dongcheng', 'street', 120.043, 28.9, 2300, 15, 300],
  ['330784002', '西城街道', 'Xicheng', 'street', 120.006, 28.902, 1900, 11, 0],
  ['330784003', '江南街道', 'Jiangnan', 'street', 120.026, 28.869, 1900, 10, 600],
  ['330784400', '经济开发区', 'Economic Development Zone', 'zone', 120.072, 28.936, 2100, 12, 0],
  ['330784105', '石柱镇', 'Shizhu', 'town', 120.116, 28.832, 950, 5, 300],
  ['330784106', '前仓镇', 'Qiancang', 'town', 120.024, 28.802, 800, 3.5, 0],
  ['330784107', '舟山镇', 'Zhoushan', 'town', 120.187, 28.817, 700, 3, 0],
  ['330784108', '古山镇', 'Gushan', 'town', 120.166, 28.951, 1500, 9, 200],
  ['330784109', '方岩镇', 'Fangyan', 'town', 120.214, 28.911, 800, 4, 200],
  ['330784110', '龙山镇', 'Longshan', 'town', 120.202, 29.001, 1000, 5, 0],
  ['330784111', '西溪镇', 'Xixi', 'town', 120.282, 28.982, 750, 3.5, -600],
  ['330784112', '象珠镇', 'Xiangzhu', 'town', 120.089, 28.991, 1000, 5, 0],
  ['330784113', '唐先镇', 'Tangxian', 'town', 120.117, 29.038, 950, 4.5, -300],
  ['330784114', '花街镇', 'Huajie', 'town', 119.962, 28.951, 950, 4.5, -500],
  ['330784115', '芝英镇', 'Zhiying', 'town', 120.127, 28.899, 1400, 8, 200],
];

export function townSketches(): TownSketch[] {
  return ROWS.map(([id, name, nameEn, kind, lon, lat, urbanMetres, size, reachMetres]) => ({
    id,
    name,
    nameEn,
    kind,
    centre: toPlane(lon, lat),
    urbanMetres,
    size,
    reachMetres,
  }));
}
