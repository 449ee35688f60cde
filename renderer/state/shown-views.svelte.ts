/** Which tabs are open, so that commands can open them too. */
import type { BelowName, ChartName, RunViewName } from '../views/view-titles.ts';

export class ShownViews {
  below = $state<BelowName>('formulas');
  chart = $state<ChartName>('loss');
  runs = $state<RunViewName>('runs');
  /** Tabs that suit the network and its data, as the panel below has them. */
  suited: readonly BelowName[] = $state.raw([]);
}
