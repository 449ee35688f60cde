/**
 * What it costs to refresh the knob's curve: the loss as a function of one parameter over 1,000 examples, at as many points as the
 * inspector draws, for the parameter that the most depends on. It is what the page computes for each frame that a knob is turned in.
 */
import { compileNetwork } from '../../core/compile/compile.ts';
import { defaultDataSettings, prepareData } from '../../core/data/prepare.ts';
import { examplesOf } from '../../core/explain/examples.ts';
import { LossProfile } from '../../core/explain/loss-profile.ts';
import { losses } from '../../core/nn/losses/registry.ts';
import { evenly } from '../../renderer/inspector/profile-curve.ts';

const EXAMPLES = 1000;
/** As `renderer/inspector/LossProfilePlot.svelte` draws it. */
const POINTS = 13;
const WARM = 30;
const TURNS = 200;

/** @param draw makes the document of a network with hidden layers of these sizes */
export function measureKnobCurve(draw) {
  return [[8, 8], [16, 16], [32]].map((layers) => {
    const document = draw({ layers });
    const { network } = compileNetwork(document.layers, document.connections);
    const builtin = defaultDataSettings('spirals');
    const source = { ...builtin.source, settings: { ...builtin.source.settings, size: EXAMPLES } };
    const data = prepareData({ ...builtin, source, validationShare: 0 });
    const profile = new LossProfile(network, examplesOf(data), losses.binaryCrossEntropy);
    const id = network.parameters[0].id;
    const milliseconds = [];
    for (let turn = -WARM; turn < TURNS; turn++) {
      const value = Math.sin(turn / 7);
      const parameters = { ...document.parameters, [id]: document.parameters[id].with(0, value) };
      const before = performance.now();
      profile.of(parameters, [{ id, index: 0, sign: 1 }], evenly(-2, 2, POINTS, value));
      if (turn >= 0) milliseconds.push(performance.now() - before);
    }
    const title = `2-${layers.join('-')}-1, ${network.parameterCount} parameters`;
    return { title, examples: data.trainingRows.length, milliseconds };
  });
}
