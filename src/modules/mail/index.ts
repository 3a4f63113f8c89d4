export { type Mailer, type NewLetter, createMailer } from './letters.ts'
