export { type Mailer, type NewLetter, createMailer, forgetLetters } from './letters.ts'
