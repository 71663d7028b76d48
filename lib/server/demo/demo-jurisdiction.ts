import type { Lattice } from '@/geo/grid/lattice';

/** 永康市, Zhejiang. */
export const DEMO_CODE = '330784';
export const DEMO_LATTICE: Lattice = { shape: 'square', sizeMetres: 250, originX: 0, originY: 0 };
