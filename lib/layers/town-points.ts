type Town = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly lon: number;
  readonly lat: number;
};

/** One point a town, for its label. @param chosen ids of the towns that are looked at. */
export function townPoints(towns: readonly Town[], chosen: readonly string[]) {
  return {
    type: 'FeatureCollection' as const,
    features: towns.map(({ id, name, nameEn, lon, lat }) => ({
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
      properties: { name, nameEn, chosen: chosen.includes(id) },
    })),
  };
}
