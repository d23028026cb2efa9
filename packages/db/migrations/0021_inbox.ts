import { type Kysely, sql } from 'kysely'

/** What is alike to somebody who looks for it: accents and Arabic letters that are written in several ways. */
const ALIKE = [
  ['ÀÁÂÃÄÅàáâãäå', 'a'],
  ['Çç', 'c'],
  ['ÈÉÊËèéêë', 'e'],
  ['ÌÍÎÏìíîï', 'i'],
  ['Ññ', 'n'],
  ['ÒÓÔÕÖòóôõöŒœ', 'o'],
  ['ÙÚÛÜùúûü', 'u'],
  ['ÝŸýÿ', 'y'],
  ['أإآٱ', 'ا'],
  ['ىئ', 'ي'],
  ['ؤ', 'و'],
  ['ة', 'ه'],
] as const
/** Tatweel and the signs of vowels. */
const LEFT_OUT = 'ـًٌٍَُِّْٰ'

const letters = (place: 0 | 1): string =>
  ALIKE.map(([from, to]) => (place === 0 ? from : to.repeat(from.length))).join('')

/**
 * A long inbox is walked along an index whatever part of it is asked for, and its words are found by one. Undoing gives
 * back all that a marking changed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table notifications add column prior_read_at timestamptz, add column prior_until timestamptz;
    create index notifications_state on notifications (person_id, state, event_id);
    -- Those that came back and were not touched since.
    create index notifications_woken on notifications (person_id, event_id) where state = 0 and snoozed_until is not null;
    -- Who still has a message: in this order, since by its event alone nobody's list should ever be read. And what was
    -- deleted when, for marks are named by the time.
    create index notifications_message on notifications (variant, event_id);
    create index notifications_deleted on notifications (mark_id) where state = 3;
    create index notifications_silent on notifications (event_id) where state = 5;

    -- Postgres takes "2026-11-20" for three numbers, two of them negative, and an address for one word.
    create function belfry_plain(text) returns text language sql immutable parallel safe
      return translate($1, '-–_./\\@:+#''’', '            ');
    create function belfry_folded(text) returns text language sql immutable parallel safe
      return lower(translate(belfry_plain($1), ${sql.lit(letters(0) + '٠١٢٣٤٥٦٧٨٩' + LEFT_OUT)}, ${sql.lit(letters(1) + '0123456789')}));
    -- Words are found by their stem in the text's own language, and as they are written: somebody who is still writing
    -- one is past its stem, and words that are in every text have none.
    create function belfry_search(locale text, words text) returns tsvector language sql immutable parallel safe
      return strip(to_tsvector('simple', belfry_folded(words)) || case locale
        when 'en' then to_tsvector('english', belfry_plain(words))
        when 'fr' then to_tsvector('french', belfry_plain(words))
        when 'ar' then to_tsvector('arabic', belfry_plain(words))
        else ''::tsvector end);
    alter table messages add column search tsvector
      generated always as (belfry_search(locale, title || ' ' || body)) stored;
    -- Without the list of what is not yet indexed: the one who has to empty it would wait, and he is telling people.
    create index messages_search on messages using gin (search) with (fastupdate = off);
  `.execute(db)
}
