//! The closed lists of words that people, SQL, JSON and Rust share.

use std::fmt;

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

/// A word from a closed list, kept as text in the database, in JSON and in form fields.
pub trait Word: Copy + 'static {
    /// Every word of the list, in the order in which people expect them.
    const ALL: &'static [Self];
    /// The word as it is stored.
    fn as_str(self) -> &'static str;
    /// Finds the word that is stored as `text`.
    fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.as_str() == text)
    }
}

/// The text is not a word of its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord(pub String);

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown word {:?}", self.0)
    }
}
impl std::error::Error for UnknownWord {}

/// Describes a list of words for whoever reads the description of the addresses. Used by [`word!`](crate::word).
#[doc(hidden)]
pub fn words_schema<W: Word>(all: &[W]) -> RefOr<Schema> {
    let words = all.iter().map(|word| word.as_str());
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
}

/// Declares an enum that is a [`Word`], with text, serde, display and described forms.
///
/// `pub enum Purpose as "DestinationPurpose"` has that name in the description of the addresses, where another list is
/// called the same.
#[macro_export]
macro_rules! word {
    ($(#[$meta:meta])* pub enum $name:ident $(as $described:literal)? { $( $(#[$doc:meta])* $variant:ident = $text:literal ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$doc])* $variant ),* }

        impl $crate::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($crate::Word::as_str(*self))
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                <Self as $crate::Word>::find(text).ok_or_else(|| $crate::UnknownWord(text.to_owned()))
            }
        }
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::Word::as_str(*self))
            }
        }
        impl $crate::utoipa::PartialSchema for $name {
            fn schema() -> $crate::utoipa::openapi::RefOr<$crate::utoipa::openapi::Schema> {
                $crate::words_schema(<Self as $crate::Word>::ALL)
            }
        }
        impl $crate::utoipa::ToSchema for $name {
            $(fn name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed($described)
            })?
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }
    };
}

word! {
    /// What a person is to the institution.
    pub enum PersonKind {
        /// Works here: teacher, secretary, head, carer.
        Staff = "staff",
        /// Learns here: pupil, student, apprentice.
        Learner = "learner",
        /// Answers for a learner.
        Guardian = "guardian",
        /// Is cared for here.
        Patient = "patient",
        /// Was invited, from outside.
        Guest = "guest",
    }
}

word! {
    /// What a person is in one space. Rights follow from it, see each service's `policy.rs`.
    pub enum Role {
        /// Answers for the space; in the institution's own space, the administrator.
        Owner = "owner",
        /// Leads: teacher, head of ward; in the institution's own space, the head and the secretary.
        Manager = "manager",
        /// Takes part: pupil, colleague.
        Member = "member",
        /// Is there for a child, and sees that child's part only.
        Guardian = "guardian",
        /// Was invited, until a day.
        Guest = "guest",
        /// Reads the journal and the settings, changes nothing.
        Auditor = "auditor",
    }
}

word! {
    /// What a space is for.
    pub enum SpaceKind {
        /// The institution itself; there is exactly one.
        Institution = "institution",
        /// A class, division or year group.
        Class = "class",
        /// A teaching group within or across classes.
        Group = "group",
        /// Colleagues: the staff room, a department.
        Staff = "staff",
        /// A ward or unit of a hospital.
        Ward = "ward",
        /// A club.
        Club = "club",
        /// A project.
        Project = "project",
    }
}

word! {
    /// For whom something in a space is meant. Those who lead the space see all of it.
    pub enum Audience {
        /// Its members: the pupils of a class, the colleagues of a staff room.
        Members = "members",
        /// The guardians of its members.
        Families = "families",
        /// Everybody in it: members, guardians, guests.
        Everyone = "everyone",
    }
}

impl Audience {
    /// Whether somebody with this role in the space is meant, or leads it.
    pub fn means(self, role: Role) -> bool {
        match role {
            Role::Owner | Role::Manager => true,
            Role::Member => self != Self::Families,
            Role::Guardian => self != Self::Members,
            Role::Guest => self == Self::Everyone,
            Role::Auditor => false,
        }
    }
}

word! {
    /// A language of the interface that Préau itself ships. Others come by dropping a Fluent file.
    pub enum Lang {
        /// French, the first language.
        Fr = "fr",
        /// English.
        En = "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_families_is_not_for_their_children() {
        assert!(Audience::Families.means(Role::Guardian) && !Audience::Families.means(Role::Member));
        assert!(Audience::Members.means(Role::Member) && !Audience::Members.means(Role::Guardian));
        assert!(Audience::ALL.iter().all(|it| it.means(Role::Manager) && !it.means(Role::Auditor)));
        assert_eq!(Audience::ALL.iter().filter(|it| it.means(Role::Guest)).count(), 1);
    }

    #[test]
    fn a_word_reads_back_from_its_text_and_from_json() {
        for &role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            let json = serde_json::to_string(&role).unwrap();
            assert_eq!(serde_json::from_str::<Role>(&json).unwrap(), role);
        }
        assert!("teacher".parse::<Role>().is_err());
    }
}
