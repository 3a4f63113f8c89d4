import { defineProblem } from '#kernel/problem'

export const fileNotFound = defineProblem('file-not-found', { title: 'There is no such file', status: 404 })
export const fileRefused = defineProblem('file-refused', {
  title: 'Only PNG, JPEG and WebP pictures are taken',
  status: 415,
})
export const pictureTooLarge = defineProblem('picture-too-large', {
  title: 'The picture has more than 64 million pixels',
  status: 413,
})
