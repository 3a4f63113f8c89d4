import { defineProblem } from '#kernel/problem'

export const fileNotFound = defineProblem('file-not-found', { title: 'There is no such file', status: 404 })
export const fileRefused = defineProblem('file-refused', {
  title: 'Only PNG, JPEG and WebP pictures are taken',
  status: 415,
})
