mod absences;
mod homework;
mod world;
