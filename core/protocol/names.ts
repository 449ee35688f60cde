/** The agreed names without their schemas: all that the preload, which stays small, needs. */
export const hostCallNames = [
  'ready',
  'openFile',
  'readPart',
  'saveProject',
  'exportFile',
  'setWindowState',
  'setTheme',
  'restartTrainer',
  'openWindow',
  'openHelp',
  'readCopiedLayers',
  'closeWindow',
] as const;

export const hostEventNames = ['command', 'trainerExited', 'fileOpened', 'saveRequested', 'problem'] as const;
