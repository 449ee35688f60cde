import type { NetworkDocument } from '../../core/document/document.ts';
import { parameterName, unitName } from '../../core/document/parameter-names.ts';
import type { Factor } from '../../core/explain/chain-rule.ts';

/** `x1`, `w(3,1)`, `tanh′(h.2)`, `∂softmax.1/∂h.2`, `∂loss/∂y`: what a factor of the chain rule is called; x̂ is before the scale. */
export function factorName(document: NetworkDocument, { source }: Factor): string {
  if (source.kind === 'parameter') return parameterName(document, source.id, source.index);
  const layer = document.layers[source.layer];
  const unit = layer ? unitName(layer, source.unit) : source.layer;
  if (source.kind === 'output') return unit;
  if (source.kind === 'slope') return `${layer?.activation ?? 'f'}′(${unit})`;
  if (source.kind === 'unscaled') return `x̂(${unit})`;
  if (source.kind === 'derivative') {
    const from = document.layers[source.from.layer];
    const fromName = from ? unitName(from, source.from.unit) : source.from.layer;
    return `∂${source.isUnscaled ? `x̂(${unit})` : unit}/∂${fromName}`;
  }
  return `∂loss/∂${unit}`;
}
