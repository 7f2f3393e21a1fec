//! Whether a name that stands in a text stands there by itself, not within a longer one.

use chiptrace_controls::name::{Gap, Role, Shape, Word, words};
use chiptrace_controls::party::Kind;
use chiptrace_controls::register::{Extent, NameKind, Named};

use super::matching::{Commas, Text};
use super::place::Mention;

impl Text<'_> {
    /// Whether the name stands by itself.
    pub(super) fn fits(&self, named: &Named) -> bool {
        match named.kind {
            NameKind::Acronym | NameKind::StrongAcronym => {
                self.is_written_as_acronym(named)
                    && self.begins_part(named)
                    && self.ends_part(named)
                    && !self.is_half_of_joint_name(named)
            }
            _ if named.len == 1 => self.single_word_fits(named),
            // "UMR 7179" is the number of a laboratory that several institutions run.
            _ if self.is_number_of_laboratory(named) => false,
            NameKind::Derived if self.is_turned_oddly(named) => false,
            _ => self.begins(named) && self.ends(named) && self.is_parted_alike(named),
        }
    }

    /// English puts "of" between "University" and a name that follows it.
    fn is_turned_oddly(&self, named: &Named) -> bool {
        let printed = |word: &Word| self.text.get(word.range.clone()).unwrap_or_default();
        let of = self.word(named.first + 1).is_some_and(|word| word.gap != Gap::Space);
        let proper = self.word(named.last).is_some_and(|word| !self.is_common(word));
        named.len == 2
            && !of
            && proper
            && self.word(named.first).is_some_and(|word| printed(word) == "University")
    }

    fn is_number_of_laboratory(&self, named: &Named) -> bool {
        let mut span = self.span(named);
        span.clone().any(|word| word.shape == Shape::Number)
            && span.all(|word| matches!(word.shape, Shape::Acronym | Shape::Number))
    }

    fn is_written_as_acronym(&self, named: &Named) -> bool {
        let mut span = self.span(named);
        let letters = span.clone().map(|word| word.range.len()).sum::<usize>();
        let acronym = |word: &Word| matches!(word.shape, Shape::Acronym | Shape::Number);
        letters > 1
            && span.all(|word| {
                (acronym(word) || self.has_inner_capital(word) || self.is_all_there_is(named, word))
                    && !(named.len == 1 && (self.is_common(word) || word.roles.has(Role::Company)))
            })
    }

    /// "Postech", "Empa": an acronym written as a word, alone.
    fn is_all_there_is(&self, named: &Named, word: &Word) -> bool {
        self.words.len() == 1 && named.len == 1 && word.range.len() > 3 && word.shape == Shape::Capitalised
    }

    /// "BNU-HKBU United International College".
    fn is_half_of_joint_name(&self, named: &Named) -> bool {
        let Some((last, next)) = self.word(named.last).zip(self.word(named.last + 1)) else { return false };
        self.text.get(last.range.end..next.range.start) == Some("-") && next.shape == Shape::Acronym
    }

    fn has_inner_capital(&self, word: &Word) -> bool {
        let printed = self.text.get(word.range.clone()).unwrap_or_default();
        printed.chars().filter(|c| c.is_uppercase()).count() > 1
    }

    /// Whether it begins a part of the address.
    fn begins_part(&self, named: &Named) -> bool {
        let apart = self
            .word(named.first)
            .is_some_and(|word| word.gap >= Gap::And && (word.gap != Gap::Stop || named.first == 0));
        let before = named.first.checked_sub(1).and_then(|place| self.word(place));
        let of_a_part =
            self.word(named.first).is_some_and(|word| word.gap == Gap::Of) && self.follows_unit(named.first);
        apart || of_a_part || before.is_none_or(|word| matches!(word.shape, Shape::Acronym | Shape::Number))
    }

    fn ends_part(&self, named: &Named) -> bool {
        self.word(named.last + 1).is_none_or(|next| {
            next.gap >= Gap::And
                || matches!(next.shape, Shape::Number | Shape::Acronym)
                || self.place_at(named.last + 1, named).is_some()
        })
    }

    fn single_word_fits(&self, named: &Named) -> bool {
        let Some(word) = self.word(named.first) else { return false };
        // "B. P. 87" is a post box.
        let initials = self.text.get(word.range.clone()).is_some_and(|printed| printed.contains(". "));
        let proper =
            matches!(word.shape, Shape::Capitalised | Shape::Acronym) && word.range.len() > 2 && !initials;
        let common = self.is_common(word);
        // "Mila, McGill University" is no address of the town of that name.
        let company = self.has_kind(named, Kind::Company);
        let place = self.places.iter().any(|place| {
            place.first <= named.first
                && named.last <= place.last
                && (place.address || company || !place.is_small_town())
        });
        let branch = self.precedes_branch(named);
        let acronym = word.shape == Shape::Acronym;
        let ends = self.word(named.last + 1).is_none_or(|next| {
            next.gap >= Gap::And || (acronym && matches!(next.shape, Shape::Number | Shape::Acronym))
        });
        proper
            && !common
            && !place
            && self.begins_address_part(named)
            && (ends || (branch && (acronym || company)))
    }

    /// Whether a laboratory or the like ends the part: "Tencent Hunyuan Research".
    fn precedes_branch(&self, named: &Named) -> bool {
        let heads = |word: &Word| [Role::Branch, Role::Company].iter().any(|role| word.roles.has(*role));
        let rest = self.words.get(named.last + 1..).unwrap_or_default();
        let rest: Vec<_> =
            rest.iter().take(4).take_while(|word| matches!(word.gap, Gap::Space | Gap::Of)).collect();
        let glued = rest
            .first()
            .is_some_and(|next| self.word(named.last).is_some_and(|last| last.range.end == next.range.start));
        // "Toyota Research Institute" is an institution of its own.
        let own = rest.iter().any(|word| word.roles.has(Role::Institution) && !heads(word));
        let first = rest.first().is_some_and(|word| word.gap == Gap::Space && heads(word));
        !own && !glued && (first || rest.last().is_some_and(|word| heads(word)))
    }

    /// Whether it stands first in a part of the address, but for a footnote mark.
    fn begins_address_part(&self, named: &Named) -> bool {
        let parted = |word: &Word| word.gap >= Gap::And && word.gap != Gap::Stop;
        let before = named.first.checked_sub(1).and_then(|place| self.word(place));
        self.word(named.first).is_some_and(parted)
            || before.is_none_or(|word| word.shape == Shape::Number && parted(word))
    }

    fn begins(&self, named: &Named) -> bool {
        let Some(word) = self.word(named.first) else { return false };
        let Some(before) = named.first.checked_sub(1).and_then(|place| self.word(place)) else { return true };
        let abbreviated = word.gap == Gap::Stop && before.range.len() < 6;
        if (word.gap >= Gap::Of && !abbreviated) || word.shape == Shape::Ideograph {
            return true;
        }
        if matches!(before.shape, Shape::Number | Shape::Lower | Shape::Acronym)
            || before.roles.has(Role::Unit)
        {
            return true;
        }
        if self.edges.stops(named.first) {
            return true;
        }
        // "Technical University of Munich" is not the University of Munich, but whatever stands
        // before "Karolinska Institutet" leaves it what it is.
        let general = before.roles.has(Role::Generic) && !before.roles.has(Role::Direction);
        let own_word = !word.roles.has(Role::Generic) && !word.roles.has(Role::Institution);
        let unit = self.follows_unit(named.first);
        match own_word {
            true => general || unit,
            false => {
                (general && (unit || self.follows_field(named.first))) || (unit && before.gap == Gap::Of)
            }
        }
    }

    /// Whether two and more words for a field of study stand before `place`, and nothing else:
    /// "Human Nutrition University of Otago".
    fn follows_field(&self, place: usize) -> bool {
        if self.edges.lies_within(place) {
            return false;
        }
        let before = self.words.get(..place).unwrap_or_default();
        let start = before.iter().rposition(|word| word.gap >= Gap::Comma).unwrap_or_default();
        let field = before.get(start..).unwrap_or_default();
        let of_a_field = |word: &Word| word.roles.has(Role::Generic) && !word.roles.has(Role::Institution);
        field.len() > 1 && field.len() < 12 && field.iter().all(of_a_field)
    }

    /// Whether a department or school heads the stretch before `place`.
    pub(super) fn follows_unit(&self, place: usize) -> bool {
        let stretch = self.words.get(..place).unwrap_or_default().iter().rev();
        for word in stretch.take(12) {
            if word.roles.has(Role::Unit) || word.roles.has(Role::Part) {
                return true;
            }
            if word.gap >= Gap::Comma {
                return false;
            }
        }
        false
    }

    fn ends(&self, named: &Named) -> bool {
        let Some(next) = self.word(named.last + 1) else { return true };
        if self.goes_on_after_comma(named, next) {
            return false;
        }
        let abbreviated =
            next.gap == Gap::Stop && self.word(named.last).is_some_and(|last| last.range.len() < 6);
        if self.is_numbered(named, next) {
            return false;
        }
        match next.gap {
            Gap::Stop if !abbreviated => true,
            Gap::Space | Gap::Stop => {
                matches!(next.shape, Shape::Number | Shape::Lower | Shape::Ideograph | Shape::Acronym)
                    || next.roles.has(Role::Unit)
                    || next.roles.has(Role::Company)
                    || (self.precedes_unit(named) && (named.kind != NameKind::Derived || self.is_part(next)))
                    || self.precedes_place(named)
                    || self.precedes_part_of_company(named)
                    || self.ends_with_town_of(named, next)
                    || self.edges.starts(named.last + 1)
            }
            Gap::Of => self.precedes_place(named) || self.edges.starts(named.last + 1),
            Gap::And => !next.roles.has(Role::Generic) || next.roles.has(Role::Institution),
            _ => true,
        }
    }

    /// "Niigata University, of Health and Welfare".
    fn goes_on_after_comma(&self, named: &Named, next: &Word) -> bool {
        let last = self.word(named.last).map_or(0, |last| last.range.end);
        let between = self.text.get(last..next.range.start).unwrap_or_default();
        self.commas == Commas::Count && between.starts_with(',') && between.ends_with(" of ")
    }

    /// Whether a number follows that tells universities of a town apart: "Université Paris VI".
    fn is_numbered(&self, named: &Named, next: &Word) -> bool {
        let printed = self.text.get(next.range.clone()).unwrap_or_default();
        let numeral = printed.len() < 3 && printed.bytes().all(|b| b.is_ascii_digit());
        let roman = printed.len() < 5 && printed.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
        let numbers = |country: &str| matches!(country, "FR" | "IT");
        let country = self.register.country(named.institution);
        next.gap == Gap::Space
            && (numeral || roman)
            && country.is_some_and(|country| numbers(country.as_str()))
            && self.span(named).any(|word| word.roles.has(Role::Institution))
    }

    /// "Mindanao State University General Santos City".
    fn ends_with_town_of(&self, named: &Named, next: &Word) -> bool {
        let city = self.text.get(next.range.clone()) == Some("City");
        city && self.prints_town(named, self.words.get(named.first..=named.last).unwrap_or_default())
    }

    /// Whether the name of a company goes on as that of its part: "Lockheed Martin Space Systems".
    fn precedes_part_of_company(&self, named: &Named) -> bool {
        let rest = self.words.iter().skip(named.last + 1).take(5).take_while(|word| word.gap < Gap::Stop);
        let heads = |word: &Word| {
            [Role::Branch, Role::Company, Role::Generic].iter().any(|role| word.roles.has(*role))
        };
        self.has_kind(named, Kind::Company) && rest.last().is_some_and(heads)
    }

    /// Whether its place follows; after the name that campuses share, a place would be one of them.
    pub(super) fn precedes_place(&self, named: &Named) -> bool {
        let next = named.last + 1;
        let plain = |place: usize| {
            self.word(place).is_some_and(|word| {
                word.gap == Gap::Space && word.shape != Shape::Number && !self.is_common(word)
            })
        };
        let place = self
            .place_at(next, named)
            .or_else(|| self.place_at(next + 1, named).filter(|_| plain(next)))
            .or_else(|| self.place_at(next + 2, named).filter(|_| plain(next) && plain(next + 1)));
        place.is_some_and(|place| place.extent == Extent::Country || !self.is_system(named))
    }

    /// Whether a part of it follows, perhaps with a name: "Miller School of Medicine".
    fn precedes_unit(&self, named: &Named) -> bool {
        let headed = self.span(named).any(|word| word.roles.has(Role::Institution));
        let whole = headed && !self.is_system(named);
        let following =
            self.words.iter().skip(named.last + 1).take(4).take_while(|word| word.gap < Gap::Comma);
        let head = |word: &&Word| word.roles.has(Role::Unit) || (whole && word.roles.has(Role::Part));
        let stops = |word: &&Word| word.roles.has(Role::Institution) && !head(word);
        let before: Vec<_> = following.clone().take_while(|word| !head(word)).collect();
        let reached = following.count() > before.len();
        let first =
            before.first().is_none_or(|word| word.roles.has(Role::Branch) || !word.roles.has(Role::Generic));
        reached && first && !before.iter().any(stops)
    }

    fn is_part(&self, word: &Word) -> bool {
        word.roles.has(Role::Unit) || word.roles.has(Role::Part)
    }

    fn is_common(&self, word: &Word) -> bool {
        [Role::Generic, Role::Institution, Role::Unit].iter().any(|role| word.roles.has(*role))
    }

    /// Whether the text parts the name only where the register does, or before a place.
    fn is_parted_alike(&self, named: &Named) -> bool {
        if self.commas == Commas::Ignored && named.kind != NameKind::Derived && named.len > 1 {
            return true;
        }
        let inner = self.words.iter().enumerate().take(named.last + 1).skip(named.first + 1);
        let mut commas = inner.filter(|(_, word)| word.gap >= Gap::Comma).map(|(place, _)| place);
        commas.all(|place| {
            let offset = (place - named.first) as u32;
            let alike = named.parted.checked_shr(offset).is_some_and(|bits| bits & 1 == 1);
            let place_follows =
                || self.places.iter().any(|mention| mention.first == place && mention.last >= named.last);
            alike
                || self.owner_follows(named, place)
                || (offset > 1 && (self.edges.follows_owner(place) || place_follows()))
        })
    }

    /// Whether the rest of the name, from `place` on, is the name of its owner: "Queen Mary, University of London".
    fn owner_follows(&self, named: &Named, place: usize) -> bool {
        let rest: Vec<_> =
            self.words.get(place..=named.last).unwrap_or_default().iter().map(|w| w.key).collect();
        let own = matches!(named.kind, NameKind::First | NameKind::Other);
        let is_rest =
            |name: &str| words(name, self.register.vocabulary()).iter().map(|w| w.key).eq(rest.clone());
        own && self.record(named).is_some_and(|record| {
            let mut owners = record.parents().filter_map(|id| self.register.by_id(id));
            owners.any(|owner| owner.line.names().any(is_rest))
        })
    }

    /// A place that begins at `place` and lies in the country of the institution.
    fn place_at(&self, place: usize, named: &Named) -> Option<&Mention> {
        let country = self.register.country(named.institution)?;
        self.places.iter().find(|mention| mention.first == place && mention.country == country)
    }
}
