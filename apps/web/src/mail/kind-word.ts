import { wordsOf } from '../pages/case-words.ts'
import { typeWord } from '../webhooks/topic-words.ts'

/** `shift.created` in the reader's words, as far as there are any: the step that it tells of, or else the name of its cases. */
export function kindWord(type: string): string {
  const word = typeWord(type)
  const [name = '', verb = ''] = type.split('.')
  const cases = wordsOf(name)?.name
  return word === type && cases ? `${cases} · ${verb.replaceAll('_', ' ')}` : word
}
