import { defineProblem } from '#kernel/problem'

export const manifestInvalid = defineProblem('manifest-invalid', { title: 'The manifest is wrong', status: 422 })
