/** Names the lines of a chart where they end, rather than in a box, kept apart when they end close together. */
import type { Chart } from 'chart.js';

const GAP = 16;

export function drawLineNames(drawn: Chart, format: (value: number) => string): void {
  const { ctx, chartArea } = drawn;
  const names = drawn.data.datasets.flatMap(({ label, data, borderColor }, i) => {
    const last = data.at(-1) as { x: number; y: number } | undefined;
    const y = last && drawn.getDatasetMeta(i).data.at(-1)?.y;
    return label && last && y !== undefined && Number.isFinite(y)
      ? [{ text: `${label} ${format(last.y)}`, y, colour: borderColor as string }]
      : [];
  });
  names.sort((a, b) => a.y - b.y);
  names.forEach((name, i) => {
    name.y = Math.max(name.y, i > 0 ? names[i - 1]!.y + GAP : chartArea.top + 6);
  });
  for (let i = names.length - 1; i >= 0; i--) {
    const limit = i === names.length - 1 ? chartArea.bottom - 6 : names[i + 1]!.y - GAP;
    names[i]!.y = Math.min(names[i]!.y, limit);
  }
  ctx.save();
  ctx.font = '550 11px "Inter Variable"';
  ctx.textBaseline = 'middle';
  for (const { text, y, colour } of names) {
    ctx.fillStyle = colour;
    ctx.fillText(text, chartArea.right + 8, y);
  }
  ctx.restore();
}
