/** The part of vt-pbf that we use; the package brings no types. */
declare module 'vt-pbf' {
  namespace vtpbf {
    type Feature = {
      /** 1 points, 2 lines, 3 polygons. */
      readonly type: 1 | 2 | 3;
      readonly properties: Readonly<Record<string, string | number | boolean | null>>;
      loadGeometry(): { x: number; y: number }[][];
    };
    type Layer = {
      readonly name: string;
      readonly version: 1 | 2;
      readonly extent: number;
      readonly length: number;
      feature(index: number): Feature;
    };
    function fromVectorTileJs(tile: { layers: Readonly<Record<string, Layer>> }): Uint8Array;
  }
  export = vtpbf;
}
