import { createContext, useContext } from 'react'

const OpenAccountContext = createContext<() => void>(() => undefined)

/** Hands the way to the account sheet to the screens below. */
export const OpenAccountProvider = OpenAccountContext.Provider

/** Opens the sheet in which one signs in or becomes somebody else. */
export function useOpenAccount(): () => void {
  return useContext(OpenAccountContext)
}
