import 'i18next'
import type en from './i18n/en.json'

declare module 'i18next' {
  /** A key that is not in the English file is a type error. */
  interface CustomTypeOptions {
    defaultNS: 'shell'
    resources: typeof en
  }
}
