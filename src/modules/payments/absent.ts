import { type Provider, ProviderRefused } from './provider.ts'

const refuse = (): Promise<never> => Promise.reject(new ProviderRefused('no-provider'))

/** Stands where a live town has configured no provider: nothing is taken and nothing goes out. */
export const absentProvider: Provider = {
  name: 'none',
  charge: refuse,
  capture: refuse,
  cancel: async () => undefined,
  refund: refuse,
  payOut: refuse,
  find: async () => [],
  // oxlint-disable-next-line require-yield -- there is nothing to list
  list: async function* () {
    return undefined
  },
  read: () => [],
}
