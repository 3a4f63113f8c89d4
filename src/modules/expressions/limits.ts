import { fail } from './errors.ts'
import { childrenOf, type Node } from './tree.ts'

/** Longest text handed to the parser, in UTF-16 units: 64 nodes and one long literal fit with room to spare. */
export const maxTextLength = 4_000
/** Deepest nesting of brackets: the parser recurses, and parentheses are no nodes. */
const maxBracketDepth = 100
/** Most nodes of the syntax tree; a macro is one node beside those of its parts. */
export const maxNodes = 64
/** Most macros that stand in the body of another macro. */
export const maxNestedMacros = 1

/**
 * Refuses a text that the parser should not be given. Brackets within quotes are counted too: a text
 * that many of them would fill is refused as well.
 *
 * @throws {ExpressionError} too-large
 */
export function checkText(text: string): void {
  if (text.length > maxTextLength) {
    fail('too-large', `an expression may have ${maxTextLength} characters, not ${text.length}`, maxTextLength)
  }
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if ('([{'.includes(character)) depth += 1
    else if (')]}'.includes(character)) depth -= 1
    if (depth > maxBracketDepth) fail('too-large', `brackets may be nested ${maxBracketDepth} deep`, at)
  }
}

/**
 * Refuses an expression that is too large to run inside the engine's batch.
 *
 * @throws {ExpressionError} too-large
 */
export function checkTree(root: Node): void {
  let nodes = 0
  let nested = 0
  const visit = (node: Node, inMacro: boolean): void => {
    nodes += 1
    if (nodes > maxNodes) fail('too-large', `an expression may have ${maxNodes} nodes`, node.at)
    if (node.kind !== 'macro') {
      for (const child of childrenOf(node)) visit(child, inMacro)
      return
    }
    if (inMacro) nested += 1
    if (nested > maxNestedMacros) fail('too-large', 'an expression may have one nested macro', node.at)
    visit(node.over, inMacro)
    if (node.test !== undefined) visit(node.test, true)
    visit(node.body, true)
  }
  visit(root, false)
}
