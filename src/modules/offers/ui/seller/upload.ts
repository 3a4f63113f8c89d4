import { offline, ApiProblem } from '#web/problem'
import { actingHeaders } from '#web/session'

/** Files larger than this are made smaller before they are sent; the town takes 8 MiB. */
const bytesMax = 6 * 1024 * 1024
/** Longest side of what is sent then; the town keeps 2,048. */
const sideMax = 3_000

/**
 * Sends a picture and tells how far it is. `fetch` does not tell that, so this is an XMLHttpRequest.
 *
 * @param onProgress from 0 to 1
 * @returns the file's id
 * @throws {ApiProblem} file-refused, picture-too-large, offline
 */
export async function uploadPicture(file: File, onProgress: (share: number) => void): Promise<string> {
  const content = file.size > bytesMax ? await smaller(file) : file
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/v1/files')
    for (const [name, value] of Object.entries(actingHeaders())) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', content.type || 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.addEventListener('error', () => reject(new ApiProblem(offline)))
    request.addEventListener('load', () => {
      const body: { id?: string; status?: number } = parsed(request.responseText)
      if (request.status === 201 && body.id !== undefined) resolve(body.id)
      else reject(new ApiProblem({ status: request.status, ...body }))
    })
    request.send(content)
  })
}

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    return {} // a proxy's page, not ours: the status says enough
  }
}

/** A photograph of many megabytes, smaller; what the browser cannot read goes as it is, and the town says why not. */
async function smaller(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (picture === undefined) return file
  const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const made = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', 0.9)
  })
  return made ?? file
}
