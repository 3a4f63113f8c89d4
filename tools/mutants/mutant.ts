/** A guard, what the code is without it, and the test that must turn red then. */
export type Mutant = {
  name: string
  file: string
  /** Text that stands exactly once in the file. */
  guard: string
  without: string
  /** Test file, and a pattern of the test's name. */
  test: { file: string; name: string }
}
