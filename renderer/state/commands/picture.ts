/** Pictures of the network, the chart and the map, as files and on the clipboard. Made from the registry of pictures. */
import { pictures, type PictureName } from '../../pictures/registry.ts';
import { copyPicture, savePicture, type PictureFormat } from '../take-picture.ts';
import type { Command } from './command.ts';

const formats: readonly PictureFormat[] = ['svg', 'png'];

export const pictureCommands: readonly Command[] = (Object.keys(pictures) as PictureName[]).flatMap((name) =>
  formats.flatMap((format): Command[] => [
    {
      id: `picture.${name}.save.${format}`,
      group: 'File',
      title: `Save the ${pictures[name].title} as ${format.toUpperCase()}`,
      keys: [],
      run: (b) => void savePicture(b, name, format),
    },
    {
      id: `picture.${name}.copy.${format}`,
      group: 'File',
      title: `Copy the ${pictures[name].title} as ${format.toUpperCase()}`,
      keys: [],
      run: (b) => void copyPicture(b, name, format),
    },
  ]),
);
