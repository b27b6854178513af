"""What can still be read of a damaged shop file: its pages, trees and records, without the engine."""
