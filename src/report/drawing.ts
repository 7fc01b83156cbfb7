/** A chart as shapes, of which SVG and PDF are made. Positions are for the eye; what is exact stands in the table beside it. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** In the order of drawing. */
  readonly shapes: readonly Shape[];
}

export type Shape = PathShape | TextShape;

export interface PathShape {
  /** Path data of SVG, about the shape's own place. */
  readonly path: string;
  readonly x?: number;
  readonly y?: number;
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly strokeWidth: number;
  /** Lengths of dashes and gaps; empty for a whole line. */
  readonly dash: readonly number[];
  readonly opacity: number;
}

export interface TextShape {
  readonly text: string;
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly fill: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Degrees, clockwise about its place. */
  readonly rotate: number;
}
