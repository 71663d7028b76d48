/** The box around China, outside which no adcode can be meant; in degrees. */
const CHINA = { west: 73, south: 3, east: 136, north: 54 } as const;
/** First two digits of an adcode: the provinces of GB/T 2260. */
const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82)/;

/** Whether a jurisdiction is Chinese: its code begins with a province's and its middle lies in China's box. */
export function isInChina(code: string, lon: number, lat: number): boolean {
  const inBox = lon >= CHINA.west && lon <= CHINA.east && lat >= CHINA.south && lat <= CHINA.north;
  return inBox && PROVINCES.test(code);
}

/**
 * EPSG code of the CGCS2000 3-degree Gauss-Krüger system without zone prefix whose central meridian is nearest.
 *
 * @param lon degrees east.
 * @throws {RangeError} outside 73.5 to 136.5 degrees east, where the series ends.
 * @see EPSG:4534 (central meridian 75° E) to EPSG:4554 (135° E)
 */
export function cgcs2000Srid(lon: number): number {
  const zone = Math.round(lon / 3);
  if (zone < 25 || zone > 45) throw new RangeError(`CGCS2000 3-degree has no zone at ${lon}° E`);
  return 4534 + zone - 25;
}

/**
 * EPSG code of the WGS 84 / UTM zone of a place. The exceptions of Norway and Svalbard are left out: they differ in
 * habit, not in metres.
 *
 * @param lon degrees, -180 to 180; lat degrees.
 */
export function utmSrid(lon: number, lat: number): number {
  const zone = Math.min(60, Math.floor((lon + 180) / 6) + 1);
  return (lat >= 0 ? 32600 : 32700) + zone;
}
