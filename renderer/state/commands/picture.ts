/** Pictures of the network and of every chart and map, as files and on the clipboard. Made from the registry of pictures. */
import { pictures, type PictureName } from '../../pictures/registry.ts';
import { copyPicture, pictureActions, savePicture } from '../take-picture.ts';
import type { Command } from './command.ts';

export const pictureCommands: readonly Command[] = (Object.keys(pictures) as PictureName[]).flatMap((name) =>
  pictureActions.map(({ id, format, isCopy }): Command => ({
    id: `picture.${name}.${id}`,
    group: 'File',
    title: `${isCopy ? 'Copy' : 'Save'} the ${pictures[name].title} as ${format.toUpperCase()}`,
    keys: [],
    run: (b) => void (isCopy ? copyPicture : savePicture)(b, name, format),
  })),
);
