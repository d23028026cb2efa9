import type { Locale } from '@belfry/shared'
import type { Tone } from '@belfry/shared/machine'

interface SampleAnnouncement {
  title: string
  body: string
  tone: Tone
}

/** What somebody may write to many: short, and in several paragraphs. */
export const announcements: Record<Locale, Record<'short' | 'long', SampleAnnouncement>> = {
  en: {
    short: {
      title: 'Office closed on Monday',
      body: 'The office stays closed on Monday. Everything else goes on.',
      tone: 'info',
    },
    long: {
      title: 'New rules for shifts from December',
      body: 'From the first of December a shift has to be planned three days ahead.\n\nWhat is planned already stays as it is.\n\nQuestions? Ask the officer of your station.',
      tone: 'warning',
    },
  },
  fr: {
    short: {
      title: 'Bureau fermé lundi',
      body: 'Le bureau reste fermé lundi. Tout le reste continue.',
      tone: 'info',
    },
    long: {
      title: 'Nouvelles règles pour les services dès décembre',
      body: 'À partir du premier décembre, un service doit être planifié trois jours à l’avance.\n\nCe qui est déjà planifié reste inchangé.\n\nDes questions ? Adressez-vous au responsable de votre gare.',
      tone: 'warning',
    },
  },
  ar: {
    short: {
      title: 'المكتب مغلق يوم الاثنين',
      body: 'يبقى المكتب مغلقاً يوم الاثنين، ويستمر كل ما عداه.',
      tone: 'info',
    },
    long: {
      title: 'قواعد جديدة للنوبات ابتداءً من ديسمبر',
      body: 'ابتداءً من الأول من ديسمبر يجب التخطيط للنوبة قبل ثلاثة أيام.\n\nوما خُطط له من قبل يبقى كما هو.\n\nلديك أسئلة؟ اسأل المسؤول في محطتك.',
      tone: 'warning',
    },
  },
}
