mod absences;
mod forms;
mod homework;
mod slips;
mod world;
