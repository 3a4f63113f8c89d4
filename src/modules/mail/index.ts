export { type Mailer, type NewLetter, createMailer, forgetLetters } from './letters.ts'
export {
  type MailPlace,
  type MailServer,
  type MailState,
  mailStateOf,
  readMailState,
  saveMailServer,
} from './server.ts'
