import type { Block } from '../page.js';
import { drawChart } from './draw-chart.js';

/** The blocks with every chart of a figure drawn, those inside notices and details too. */
export async function drawFigures(blocks: readonly Block[]): Promise<Block[]> {
  const drawn: Block[] = [];
  for (const block of blocks) drawn.push(await drawFigure(block));
  return drawn;
}

async function drawFigure(block: Block): Promise<Block> {
  if (block.kind === 'notice' || block.kind === 'details') {
    return { ...block, blocks: await drawFigures(block.blocks) };
  }
  if (block.kind !== 'figure' || !('kind' in block.drawing)) return block;
  return { ...block, drawing: await drawChart(block.drawing) };
}
