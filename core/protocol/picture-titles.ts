/** What can be taken away as a picture, by name, as in `Save the network as SVG`: the page draws it, the application menu offers it. */
export const pictureTitles = {
  network: 'network',
  chart: 'loss chart',
  metric: 'metric chart',
  rate: 'learning-rate chart',
  gradient: 'chart of gradient and update norms',
  map: 'map',
  curve: 'curve of the parameter',
  confusion: 'confusion matrix',
  predicted: 'plot of predicted against true',
  heatmap: 'heatmap of weights',
  life: 'life of the parameter',
  lifeGradient: "gradient over the parameter's life",
  landscape: 'loss landscape',
  sweep: 'chart of the sweep',
  atlas: 'atlas map',
  attention: 'attention map',
  lens: 'lens',
  activations: 'activations',
  embeddings: 'embedding map',
  tensor: 'tensor',
  norms: 'chart of gradients and updates',
} as const;

export type PictureName = keyof typeof pictureTitles;
