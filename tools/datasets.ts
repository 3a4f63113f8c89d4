import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Thrown when a public data set is not on this machine; the message says which file, and where to read about it. */
export class MissingDataset extends Error {
  override readonly name = 'MissingDataset'
}

/**
 * The path of a file of a public data set.
 *
 * @param datasets the folder that holds one folder a set (LAKESIDE_DATASETS)
 * @throws {MissingDataset} when the file is not there
 */
export function datasetFile(datasets: string, folder: string, file: string): string {
  const path = join(datasets, folder, file)
  if (!existsSync(path)) {
    throw new MissingDataset(
      `data set ${folder}: ${file} is missing under ${datasets}; docs/data.md says where it comes from`,
    )
  }
  return path
}
